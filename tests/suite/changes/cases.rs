//! Changes of a description. A snapshot has what each of them means for callers.

/// A change of the description.
pub(super) struct Case {
    pub name: &'static str,
    pub edits: &'static [Edit],
}

/// An edit of an operation file or of `service`, by its name.
pub(super) enum Edit {
    Add {
        file: &'static str,
        text: &'static str,
    },
    Remove {
        file: &'static str,
    },
    /// Replaces the first place of a text.
    Replace {
        file: &'static str,
        old: &'static str,
        new: &'static str,
    },
}

const LIST: &str = "list_books";
const LEND: &str = "lend_book";
const RETURN: &str = "return_book";
const RENEW: &str = "renew_loan";
const SHOW: &str = "show_renewal";
const STAMP: &str = "stamp_cards";
const SERVICE: &str = "service";

const fn case(name: &'static str, edits: &'static [Edit]) -> Case {
    Case { name, edits }
}

const fn add(file: &'static str, text: &'static str) -> Edit {
    Edit::Add { file, text }
}

const fn remove(file: &'static str) -> Edit {
    Edit::Remove { file }
}

const fn replace(file: &'static str, old: &'static str, new: &'static str) -> Edit {
    Edit::Replace { file, old, new }
}

#[rustfmt::skip]
pub(super) const CASES: &[Case] = &[
    // Parameters that callers set.
    case("an optional parameter", &[replace(LIST, "  author:\n", "  isbn:\n    type: String\n    doc: ISBN.\n  author:\n")]),
    case("an optional parameter that takes the flag of another", &[replace(LEND, "  desk:\n", "  delay:\n    type: String\n    rust_name: pause\n    doc: Delay.\n  desk:\n")]),
    case("a required parameter", &[replace(LIST, "  author:\n", "  isbn:\n    type: String\n    mandatory: true\n    doc: ISBN.\n  author:\n")]),
    case("an optional parameter is required", &[replace(LIST, "  author:\n    type: String\n", "  author:\n    type: String\n    mandatory: true\n")]),
    case("a required parameter is optional", &[replace(LEND, "    mandatory: true\n    doc: Desk", "    doc: Desk")]),
    case("a parameter is gone", &[replace(LIST, "  author:\n    type: String\n    doc: Author of the book.\n", "")]),
    case("a parameter has another name", &[replace(LIST, "  author:\n    type", "  writer:\n    type")]),
    case("a parameter has another name on the wire", &[replace(LIST, "  author:\n    type", "  writer:\n    rust_name: author\n    type")]),
    case("a parameter has another name in Rust", &[replace(LIST, "  author:\n    type", "  author:\n    rust_name: writer\n    type")]),
    case("required parameters change places", &[replace(LEND, "  desk:\n    type: String\n    pattern: \"^[0-9]\"\n    mandatory: true\n    doc: Desk of the librarian.\n", ""), replace(LEND, "    doc: Number of days.\n", "    doc: Number of days.\n  desk:\n    type: String\n    pattern: \"^[0-9]\"\n    mandatory: true\n    doc: Desk of the librarian.\n")]),
    case("optional parameters change places", &[replace(LIST, "  author:\n    type: String\n    doc: Author of the book.\n", ""), replace(LIST, "    doc: Title of the book.\n  genre", "    doc: Title of the book.\n  author:\n    type: String\n    doc: Author of the book.\n  genre")]),
    case("a parameter moves to the headers", &[replace(LIST, "  author:\n    type: String\n    doc: Author of the book.\n", ""), replace(LIST, "headers:\n", "headers:\n  author:\n    type: String\n    doc: Author of the book.\n")]),
    case("a required parameter moves behind others", &[replace(LEND, "  desk:\n    type: String\n    pattern: \"^[0-9]\"\n    mandatory: true\n    doc: Desk of the librarian.\n", ""), replace(LEND, "headers:\n", "headers:\n  desk:\n    type: String\n    pattern: \"^[0-9]\"\n    mandatory: true\n    doc: Desk of the librarian.\n")]),
    case("a parameter moves out of the body", &[replace(LEND, "  all:\n    type: Boolean\n    doc: Whether to lend the whole shelf.\n", ""), replace(LEND, "  desk:\n", "  all:\n    type: Boolean\n    doc: Whether to lend the whole shelf.\n  desk:\n"), replace(LEND, "      - all: true\n", ""), replace(LEND, "examples:\n  - title: Lend the shelf.\n    body: |\n      { \"all\": true }\n", "")]),
    case("an Integer is a Long", &[replace(LIST, "    type: Integer\n    doc: Year", "    type: Long\n    doc: Year")]),
    case("a Long is an Integer", &[replace(LEND, "Long(0..1000)", "Integer(0..1000)")]),
    case("a string is an enum", &[replace(LIST, "    type: String\n    doc: Author", "    type: Genre\n    doc: Author")]),
    case("a bounded string is an enum", &[replace(LEND, "    type: String(1..32)\n    doc: Name on the receipt.\n    beyond_page:\n      length: 1..32\n      source: the librarian\n", "    type: Reminder\n    doc: Name on the receipt.\n"), replace(LEND, "      - name: set\n", "")]),
    case("an integer is an enum", &[replace(LIST, "    type: Integer\n    doc: Year", "    type: Age\n    doc: Year"), replace(LIST, "enums:\n", "enums:\n  Age:\n    type: Integer\n    doc: Age.\n    values:\n      1: One.\n")]),
    case("a string is an integer", &[replace(LIST, "    type: String\n    doc: Author", "    type: Integer\n    doc: Author")]),
    case("a range is narrower", &[replace(LIST, "Integer(10..200)", "Integer(10..100)")]),
    case("a range is wider", &[replace(LIST, "Integer(10..200)", "Integer(10..500)")]),
    case("a range moves", &[replace(LEND, "Integer(1..60)", "Integer(2..90)")]),
    case("a range is new", &[replace(LIST, "    type: Integer\n    doc: Year", "    type: Integer(0..3000)\n    doc: Year")]),
    case("a length is gone", &[replace(LIST, "String(1..128)", "String")]),
    case("a range has no maximum", &[replace(LIST, "Integer(10..200)", "Integer(10..)")]),
    case("a length has no minimum", &[replace(LIST, "String(1..128)", "String(..128)")]),
    case("a range loses its minimum and gets a maximum", &[replace(LEND, "Long(0..1000)", "Long(..500)")]),
    case("an integer is a number", &[replace(LIST, "    type: Integer\n    doc: Year", "    type: Number(0..0.5)\n    doc: Year")]),
    case("a boolean is any JSON", &[replace(LEND, "type: Boolean\n        doc: Whether it has stains", "type: Json\n        doc: Whether it has stains")]),
    case("a list is a map", &[replace(LEND, "Array<Integer>(0..5)", "Map<Integer>(0..5)")]),
    case("items have another length", &[replace(LEND, "Array<BookCopy>(1..10)", "Array<BookCopy>(1..5)")]),
    case("the range of the offset ends elsewhere", &[replace(LIST, "Integer(0..10000)", "Integer(0..9000)")]),
    case("both booleans are accepted", &[replace(LIST, "    only: false\n", "")]),
    case("the other boolean is accepted", &[replace(LIST, "    only: false\n", "    only: true\n")]),
    case("a range of fractions is narrower", &[replace(STAMP, "Number(0.5..2.5)", "Number(0.75..2.5)")]),
    case("a range of fractions is wider", &[replace(STAMP, "Number(0.5..2.5)", "Number(0.5..2.75)")]),
    case("a range of fractions has no maximum", &[replace(STAMP, "Number(0.5..2.5)", "Number(0.5..)")]),
    case("a range of fractions is elsewhere", &[replace(STAMP, "Number(0.5..2.5)", "Number(0.25..2.25)")]),
    case("a number is an integer", &[replace(STAMP, "Number(0.5..2.5)", "Integer(1..2)")]),
    case("a list that is the body has another length", &[replace(STAMP, "Array<LibraryCard>(1..10)", "Array<LibraryCard>(1..5)")]),
    case("a list that is the body has another name", &[replace(STAMP, "  cards:\n", "  papers:\n")]),
    case("a list that is the body becomes a field", &[replace(STAMP, "    whole_body: true\n    doc", "    doc")]),
    case("a pattern", &[replace(LIST, "    type: String\n    doc: Author", "    type: String\n    pattern: \"^[A-Z]\"\n    doc: Author")]),
    case("another pattern", &[replace(LEND, "pattern: \"^[0-9]\"", "pattern: \"^[0-9]+$\"")]),
    case("a parameter is secret", &[replace(LIST, "    type: String\n    doc: Author", "    type: String\n    secret: true\n    doc: Author")]),
    case("an optional secret parameter, which takes no flag", &[replace(LEND, "  desk:\n", "  delay:\n    type: String\n    rust_name: pause\n    secret: true\n    doc: Delay.\n  desk:\n")]),
    case("a field of requests and responses is secret", &[replace(LEND, "      text:\n        type: String\n", "      text:\n        type: String\n        secret: true\n")]),
    case("a default", &[replace(LIST, "    default: 10\n", "    default: 20\n")]),
    case("a special value", &[replace(LIST, "      \"-\": books without a title\n", "      \"*\": books without a title\n")]),
    case("an example of a row", &[replace(LIST, "    doc: Author of the book.\n", "    example: Joyce\n    doc: Author of the book.\n")]),
    case("a unit is known", &[replace(LEND, "unit: not stated", "unit: percent")]),
    case("another unit", &[replace(LEND, "unit: ms", "unit: s")]),
    case("a parameter is deprecated", &[replace(LIST, "  author:\n", "  author:\n    deprecated: Use the title.\n")]),
    case("a deprecation has another reason", &[replace(LIST, "    deprecated: The help page marks it as deprecated.\n    doc: Format", "    deprecated: Nobody needs it.\n    doc: Format")]),
    case("a sentence", &[replace(LIST, "Author of the book", "Who wrote it")]),
    case("a quotation", &[replace(LEND, "why: the librarian says otherwise", "why: the librarian is sure")]),
    case("a source of bounds", &[replace(LEND, "source: the librarian", "source: the reader")]),
    // Parameters that the client sets.
    case("a parameter that the client sets", &[replace(LEND, "headers:\n", "headers:\n  region:\n    type: String\n    doc: Region.\n")]),
    case("a required parameter that the client sets", &[replace(LEND, "headers:\n", "headers:\n  region:\n    type: String\n    mandatory: true\n    doc: Region.\n")]),
    case("a parameter that the client sets is gone", &[replace(LIST, "  region:\n    type: String\n    doc: Region of the library.\n", "")]),
    case("a parameter that the client sets is required", &[replace(LIST, "    type: String\n    doc: Region", "    type: String\n    mandatory: true\n    doc: Region")]),
    case("a parameter that the client sets has another name", &[replace(LEND, "  reader_id:\n", "  reader:\n"), replace(SERVICE, "  reader_id: enterprise_project\n", "  reader: enterprise_project\n")]),
    case("a parameter that the client sets moves", &[replace(LEND, "  reader_id:\n    type: String\n    doc: Reader who lends the book.\n", ""), replace(LEND, "headers:\n", "headers:\n  reader_id:\n    type: String\n    doc: Reader who lends the book.\n")]),
    case("a sentence about a parameter that the client sets", &[replace(LIST, "Region of the library", "Region")]),
    case("another Rust name of a parameter that the client sets", &[replace(LIST, "    type: String\n    doc: Region", "    type: String\n    rust_name: area\n    doc: Region")]),
    case("the length of a parameter that the client sets", &[replace(LEND, "String(1..64)", "String(1..32)")]),
    case("an optional parameter becomes the client's", &[replace(SERVICE, "  region: region\n", "  region: region\n  author: enterprise_project\n"), replace(SERVICE, "  reader_id: enterprise_project\n", "  reader_id: project\n")]),
    case("a client setting becomes an optional parameter", &[replace(SERVICE, "  reader_id: enterprise_project\n", "")]),
    case("a client setting becomes a required parameter", &[replace(SERVICE, "  branch_id: project\n", "")]),
    case("the length of the credential", &[replace(LEND, "String(1..4096)", "String(1..512)")]),
    case("a row of a header that only the client sets", &[replace(LIST, "headers:\n", "headers:\n  Content-Type:\n    type: String\n    doc: Type.\n")]),
    // Responses.
    case("a response field", &[replace(LEND, "    loan_id:\n", "    shelf:\n      type: String\n      doc: Shelf.\n    loan_id:\n")]),
    case("a field of an item", &[replace(LIST, "      pages:\n", "      spine:\n        type: String\n        doc: Spine.\n      pages:\n")]),
    case("a response field is gone", &[replace(LEND, "    loan_id:\n      type: String\n      doc: ID of the loan.\n", "")]),
    case("a response field has another name", &[replace(LEND, "    loan_id:\n      type", "    id:\n      type")]),
    case("a response field has another name on the wire", &[replace(LEND, "    loan_id:\n      type", "    id:\n      rust_name: loan_id\n      type")]),
    case("an Integer of a response is a Long", &[replace(LIST, "Integer(0..5000)", "Long(0..5000)")]),
    case("a string of a response is an enum", &[replace(LEND, "      type: String\n      doc: ID", "      type: Reminder\n      doc: ID")]),
    case("an integer of a response is an enum", &[replace(LIST, "        type: Integer(0..5000)\n", "        type: Age\n"), replace(LIST, "enums:\n", "enums:\n  Age:\n    type: Integer\n    doc: Age.\n    values:\n      1: One.\n")]),
    case("a list of a response is a string", &[replace(LIST, "        type: Array<String>\n", "        type: String\n")]),
    case("an integer of a response is a string", &[replace(LIST, "Integer(0..5000)", "String(0..5000)")]),
    case("a range of a response", &[replace(LIST, "Integer(0..5000)", "Integer(0..6000)")]),
    case("a range of a response that the mock's sample values follow", &[replace(LEND, "Integer(0..100)", "Integer(30..100)")]),
    case("a pattern of a response", &[replace(LEND, "      type: String\n      doc: ID", "      type: String\n      pattern: \"^[A-Z]\"\n      doc: ID")]),
    case("a response field is secret", &[replace(LEND, "      type: String\n      doc: ID", "      type: String\n      secret: true\n      doc: ID")]),
    case("a default of a response", &[replace(LEND, "      default: 30\n", "      default: 31\n")]),
    case("a sentence about a response", &[replace(LEND, "ID of the loan.", "ID.")]),
    case("a response field is deprecated", &[replace(LEND, "    loan_id:\n", "    loan_id:\n      deprecated: Use due.\n")]),
    case("response fields change places", &[replace(LEND, "    loan_id:\n      type: String\n      doc: ID of the loan.\n", ""), replace(LEND, "      doc: Days until the book is due.\n", "      doc: Days until the book is due.\n    loan_id:\n      type: String\n      doc: ID of the loan.\n")]),
    case("a response has fields", &[replace(RETURN, "  204: none\n", "  204:\n    fee:\n      type: Integer\n      doc: Fee.\n")]),
    case("a list that is the response becomes a field", &[replace(STAMP, "      whole_body: true\n      doc", "      doc")]),
    case("a response is a file", &[replace(RETURN, "  204: none\n", "  204: file\n")]),
    case("another status", &[replace(LEND, "  200:\n", "  201:\n")]),
    // Objects.
    case("an object", &[replace(LEND, "    loan_id:\n", "    shop:\n      type: Shop\n      doc: Shop.\n    loan_id:\n"), replace(LEND, "objects:\n", "objects:\n  Shop:\n    doc: A shop.\n    fields:\n      name:\n        type: String\n        doc: Name.\n")]),
    case("an object has another name", &[replace(LEND, "Array<BookCopy>", "Array<Exemplar>"), replace(LEND, "  BookCopy:\n", "  Exemplar:\n")]),
    case("an object moves", &[replace(LEND, "  Bag:\n    doc: A bag for books.\n    fields:\n      colour:\n        type: String\n        doc: Colour of the bag.\n", ""), replace(LIST, "objects:\n", "objects:\n  Bag:\n    doc: A bag for books.\n    fields:\n      colour:\n        type: String\n        doc: Colour of the bag.\n")]),
    case("objects are in another order", &[replace(LEND, "  Bag:\n    doc: A bag for books.\n    fields:\n      colour:\n        type: String\n        doc: Colour of the bag.\n  Stamp:\n    doc: The stamp of a loan.\n    fields:\n      number:\n        type: Integer(0..99)\n        doc: Number of the stamp.\n      text:\n        type: String\n        doc: Text of the stamp.\n", "  Stamp:\n    doc: The stamp of a loan.\n    fields:\n      number:\n        type: Integer(0..99)\n        doc: Number of the stamp.\n      text:\n        type: String\n        doc: Text of the stamp.\n  Bag:\n    doc: A bag for books.\n    fields:\n      colour:\n        type: String\n        doc: Colour of the bag.\n")]),
    case("a sentence about an object", &[replace(LEND, "A copy of a book", "A copy")]),
    case("another name of an object on its page", &[replace(LIST, "page_name: book", "page_name: tome")]),
    case("requests contain an object of responses", &[replace(LEND, "  all:\n", "  book:\n    type: Book\n    doc: Book.\n  all:\n")]),
    case("responses contain an object of requests", &[replace(LEND, "    loan_id:\n", "    copy:\n      type: BookCopy\n      doc: Copy.\n    loan_id:\n")]),
    case("an optional field of an object of requests", &[replace(LEND, "      stain:\n", "      note:\n        type: String\n        doc: Note.\n      stain:\n")]),
    case("a required field of an object of requests", &[replace(LEND, "      stain:\n        type: Boolean\n", "      stain:\n        type: Boolean\n        mandatory: true\n")]),
    case("required fields of an object change places", &[replace(LEND, "      number:\n        type: Integer\n        mandatory: true\n        doc: Number of the copy.\n", ""), replace(LEND, "        doc: Shelf of the copy.\n", "        doc: Shelf of the copy.\n      number:\n        type: Integer\n        mandatory: true\n        doc: Number of the copy.\n")]),
    case("responses contain an object of requests without integers", &[replace(LEND, "    loan_id:\n", "    bag:\n      type: Bag\n      doc: Bag.\n    loan_id:\n")]),
    case("an integer of an object of both has another width", &[replace(LEND, "Integer(0..99)", "Long(0..99)")]),
    // Enums.
    case("an enum", &[replace(LEND, "  all:\n", "  kind:\n    type: Kind\n    doc: Kind.\n  all:\n"), replace(LEND, "enums:\n", "enums:\n  Kind:\n    doc: Kind.\n    values:\n      long: Long.\n")]),
    case("an enum has another name", &[replace(LEND, "    type: Reminder\n", "    type: Reminding\n"), replace(LEND, "  Reminder:\n", "  Reminding:\n")]),
    case("an enum moves", &[replace(LEND, "enums:\n  Reminder:\n    doc: How to remind a reader.\n    values:\n      mail: By mail.\n      phone: By phone.\n", ""), replace(LIST, "enums:\n", "enums:\n  Reminder:\n    doc: How to remind a reader.\n    values:\n      mail: By mail.\n      phone: By phone.\n")]),
    case("an enum has integers", &[replace(LEND, "  Reminder:\n    doc: How to remind a reader.\n    values:\n      mail: By mail.\n      phone: By phone.\n", "  Reminder:\n    type: Integer\n    doc: How to remind a reader.\n    values:\n      1: By mail.\n      2: By phone.\n")]),
    case("the query of an example", &[replace(LIST, "  - title: One book.\n", "  - title: One book.\n    query: limit=10\n")]),
    case("more about an operation", &[replace(LIST, "page:\n", "doc: Books that are lent are listed too.\npage:\n")]),
    case("a group of operations", &[replace(LIST, "page:\n", "group: Books\npage:\n")]),
    case("a sentence about an enum", &[replace(LEND, "    doc: How to remind a reader.\n", "    doc: Kind of reminder.\n")]),
    case("a value", &[replace(LEND, "      mail: By mail.\n", "      mail: By mail.\n      fax: By fax.\n")]),
    case("a value of responses", &[replace(LIST, "      novel: A novel.\n", "      novel: A novel.\n      comic: A comic.\n")]),
    case("a value is gone", &[replace(LEND, "      mail: By mail.\n", "")]),
    case("a value has another name", &[replace(LEND, "      mail: By mail.\n", "      letter: By mail.\n")]),
    case("a value has another string", &[replace(LEND, "      mail: By mail.\n", "      letter:\n        doc: By mail.\n        rust_name: Mail\n")]),
    case("a value has another variant", &[replace(LEND, "      mail: By mail.\n", "      mail:\n        doc: By mail.\n        rust_name: Letter\n")]),
    case("values change places", &[replace(LEND, "      mail: By mail.\n      phone: By phone.\n", "      phone: By phone.\n      mail: By mail.\n")]),
    case("a value is deprecated", &[replace(LEND, "      mail: By mail.\n", "      mail:\n        doc: By mail.\n        deprecated: Nobody writes.\n")]),
    case("a sentence about a value", &[replace(LEND, "By mail", "With a letter")]),
    case("a quotation about a value", &[replace(LEND, "      mail: By mail.\n", "      mail:\n        doc: By mail.\n        page_says:\n          text: By male.\n          why: a typo\n")]),
    // Operations.
    case("an operation", &[add("burn_book", "operation: BurnBook\nsummary: Burns.\npage:\n  title: Burning\n  updated: 2029-01-01\nrequest: DELETE /v1/{branch_id}/books\npath:\n  branch_id:\n    type: String\n    mandatory: true\n    doc: Branch.\nresponse:\n  204: none\n")]),
    case("an operation is gone", &[remove(RETURN)]),
    case("an operation has another ID", &[remove(RETURN), add("end_loan", "# yaml-language-server: $schema=../../../../../spec/schema.json\noperation: EndLoan\nsummary: Returns a book.\npage:\n  title: Returning a Book\n  updated: not stated\nrequest: DELETE /v1/{branch_id}/loans/{loan_id}\n\npath:\n  branch_id:\n    type: String(1..64)\n    mandatory: true\n    doc: Branch of the library.\n  loan_id:\n    type: String\n    mandatory: true\n    doc: Loan to end.\n\nresponse:\n  204: none\n")]),
    case("another method", &[replace(RETURN, "DELETE", "PUT")]),
    case("another path", &[replace(RETURN, "/loans/", "/lendings/")]),
    case("another placeholder", &[replace(RETURN, "{loan_id}", "{id}"), replace(RETURN, "  loan_id:\n", "  id:\n")]),
    case("a body", &[replace(RETURN, "response:\n", "body:\n  late:\n    type: Boolean\n    doc: Late.\n\nresponse:\n")]),
    case("an operation is deprecated", &[replace(RETURN, "request:", "deprecated: Keep it.\nrequest:")]),
    case("another summary", &[replace(RETURN, "summary: Returns a book", "summary: Takes a book back")]),
    case("another date", &[replace(LIST, "2030-01-31", "2030-02-28")]),
    case("another title", &[replace(LIST, "Listing Books", "Listing All Books")]),
    case("a quotation outside of rows", &[replace(LIST, "request:", "page_says:\n  text: Books.\n  why: a heading\nrequest:")]),
    case("another address of the help pages", &[replace(SERVICE, "library.example.com/{operation}", "help.example.com/{operation}")]),
    case("a rule is gone", &[replace(LEND, "rules:\n  - any_of:\n      - copies: non_empty\n      - all: true\n      - name: set\n    why: Something must be lent.\n", "")]),
    case("a rule has fewer alternatives", &[replace(LEND, "      - name: set\n", "")]),
    case("a rule has another condition", &[replace(LEND, "      - name: set\n", "      - priority: set\n")]),
    case("a rule has another reason", &[replace(LEND, "Something must be lent", "Nothing comes of nothing")]),
    case("alternatives change places", &[replace(LEND, "      - copies: non_empty\n      - all: true\n", "      - all: true\n      - copies: non_empty\n")]),
    case("pagination is gone", &[replace(LIST, "pagination:\n  offset: offset\n  limit: limit\n  items: books\n  total: total\n", "")]),
    case("pagination with other items", &[replace(LIST, "  items: books\n", "  items: hints\n")]),
    case("pagination with items of another type", &[replace(LIST, "      type: Array<Book>\n      doc: Books that", "      type: Array<String>\n      doc: Books that"), replace(LIST, "  items: books\n", "  items: hints\n")]),
    case("pagination with a required parameter", &[replace(LEND, "  desk:\n", "  offset:\n    type: Integer\n    doc: Offset.\n  desk:\n"), replace(LEND, "    loan_id:\n      type", "    fees:\n      type: Array<Integer>\n      doc: Fees.\n    loan_id:\n      type"), replace(LEND, "rules:\n", "pagination:\n  offset: offset\n  limit: days\n  items: fees\n\nrules:\n")]),
    case("pagination without a total", &[replace(LIST, "  total: total\n", "")]),
    case("a task is gone", &[replace(RENEW, "\ntask:\n  operation: ShowRenewal\n  parameters:\n    renewal_id: renewal_id\n", "")]),
    case("a task has another operation", &[add("show_other", "# yaml-language-server: $schema=../../../../../spec/schema.json\noperation: ShowOther\nsummary: Shows another.\npage:\n  title: Showing Another\n  updated: not stated\nrequest: GET /v1/others/{renewal_id}\n\npath:\n  renewal_id:\n    type: String\n    mandatory: true\n    doc: ID.\n\nresponse:\n  200:\n    answer:\n      type: String\n      doc: Answer.\n\nwait:\n  field: answer\n  success: [granted]\n  failure: [denied]\n"), replace(RENEW, "  operation: ShowRenewal", "  operation: ShowOther")]),
    case("a task is identified by another field", &[replace(RENEW, "renewal_id: renewal_id", "renewal_id: loan_id")]),
    case("a response is no longer the state of a task", &[replace(RENEW, "\ntask:\n  operation: ShowRenewal\n  parameters:\n    renewal_id: renewal_id\n", ""), replace(SHOW, "\nwait:\n  field: answer\n  success: [granted]\n  failure: [denied]\n  file:\n    operation: FetchLetter\n    parameters:\n      letter_id: letter_id\n", "")]),
    case("another state of a task is a success", &[replace(SHOW, "success: [granted]", "success: [granted, conceded]")]),
    case("a task has no file", &[replace(SHOW, "  file:\n    operation: FetchLetter\n    parameters:\n      letter_id: letter_id\n", "")]),
    case("the file of a task has another ID", &[replace(SHOW, "letter_id: letter_id", "letter_id: copy_id")]),
    case("an example without a response", &[replace(LEND, "\"all\": true", "\"all\": false, \"name\": \"Ann\"")]),
    case("the example that the mock returns", &[replace(LIST, "Ulysses", "Emma")]),
    // The service.
    case("another endpoint", &[replace(SERVICE, "library.{region}.example.com", "lib.{region}.example.com")]),
    case("another endpoint of a region", &[replace(SERVICE, "library.east-9.example.org", "lib.east-9.example.org")]),
    case("a region", &[replace(SERVICE, "  - south-1\n", "  - south-1\n  - west-1\n")]),
    case("a region is gone", &[replace(SERVICE, "  - south-1\n", "")]),
    case("another header for the credential", &[replace(SERVICE, "X-Library-Card", "X-Card"), replace(LIST, "X-Library-Card", "X-Card"), replace(LEND, "X-Library-Card", "X-Card")]),
    case("another setting", &[replace(SERVICE, "reader_id: enterprise_project", "reader_id: region")]),
    case("another algorithm", &[replace(SERVICE, "LIB-HMAC", "LIB-HMAC-2")]),
    case("another error field", &[replace(SERVICE, "  code: Error code.\n", "  error_code: Error code.\n")]),
    // Formatting.
    case("a comment", &[replace(LIST, "request:", "# Shelves are numbered.\nrequest:")]),
    case("quotes", &[replace(LIST, "doc: Author of the book.", "doc: \"Author of the book.\"")]),
    case("line breaks of JSON", &[replace(LIST, "{ \"total\": 1, \"books\"", "{ \"total\": 1,\n        \"books\"")]),
    case("another order of keys", &[replace(LIST, "    type: String\n    doc: Author of the book.\n", "    doc: Author of the book.\n    type: String\n")]),
];
