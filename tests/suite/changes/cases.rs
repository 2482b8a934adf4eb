//! Changes of a description. A snapshot has what each of them means for callers.

use super::edit::Edited;

/// A change of the description.
pub(super) struct Case {
    pub name: &'static str,
    pub change: fn(&mut Edited) -> &mut Edited,
}

const LIST: &str = "list_books";
const LEND: &str = "lend_book";
const RETURN: &str = "return_book";
const RENEW: &str = "renew_loan";
const SHOW: &str = "show_renewal";
const STAMP: &str = "stamp_cards";
const SERVICE: &str = "service";

const fn case(name: &'static str, change: fn(&mut Edited) -> &mut Edited) -> Case {
    Case { name, change }
}

pub(super) const CASES: &[Case] = &[
    // Parameters that callers set.
    case("an optional parameter", |spec| spec.set(LIST, "query.isbn", "{type: String, doc: ISBN.}")),
    case("an optional parameter that takes the flag of another", |spec| {
        spec.set(LEND, "query.delay", "{type: String, rust_name: pause, doc: Delay.}")
    }),
    case("a required parameter", |spec| spec.set(LIST, "query.isbn", "{type: String, mandatory: true, doc: ISBN.}")),
    case("an optional parameter is required", |spec| spec.set(LIST, "query.author.mandatory", "true")),
    case("a required parameter is optional", |spec| spec.remove(LEND, "query.desk.mandatory")),
    case("a parameter is gone", |spec| spec.remove(LIST, "query.author")),
    case("a parameter has another name", |spec| spec.rename(LIST, "query.author", "writer")),
    case("a parameter has another name on the wire", |spec| {
        spec.rename(LIST, "query.author", "writer").set(LIST, "query.writer.rust_name", "author")
    }),
    case("a parameter has another name in Rust", |spec| spec.set(LIST, "query.author.rust_name", "writer")),
    case("required parameters change places", |spec| spec.move_to(LEND, "query.desk", "query")),
    case("optional parameters change places", |spec| spec.move_to(LIST, "query.author", "query")),
    case("a parameter moves to the headers", |spec| spec.move_to(LIST, "query.author", "headers")),
    case("a required parameter moves after others", |spec| spec.move_to(LEND, "query.desk", "headers")),
    case("a parameter moves out of the body", |spec| {
        spec.move_to(LEND, "body.all", "query").replace(LEND, "      - all: true\n", "").remove(LEND, "examples")
    }),
    case("an Integer is a Long", |spec| spec.set(LIST, "query.year.type", "Long")),
    case("a Long is an Integer", |spec| spec.replace(LEND, "Long(0..1000)", "Integer(0..1000)")),
    case("a string is an enum", |spec| spec.set(LIST, "query.author.type", "Genre")),
    case("a bounded string is an enum", |spec| {
        spec.replace(LEND, "      - name: set\n", "").set(
            LEND,
            "body.name",
            "{type: Reminder, doc: Name on the receipt.}",
        )
    }),
    case("an integer is an enum", |spec| {
        spec.set(LIST, "query.year.type", "Age").set(LIST, "enums.Age", "{type: Integer, doc: Age., values: {1: One.}}")
    }),
    case("a string is an integer", |spec| spec.set(LIST, "query.author.type", "Integer")),
    case("a range is narrower", |spec| spec.replace(LIST, "Integer(10..200)", "Integer(10..100)")),
    case("a range is wider", |spec| spec.replace(LIST, "Integer(10..200)", "Integer(10..500)")),
    case("a range moves", |spec| spec.replace(LEND, "Integer(1..60)", "Integer(2..90)")),
    case("a range is new", |spec| spec.set(LIST, "query.year.type", "Integer(0..3000)")),
    case("a length is gone", |spec| spec.replace(LIST, "String(1..128)", "String")),
    case("a range has no maximum", |spec| spec.replace(LIST, "Integer(10..200)", "Integer(10..)")),
    case("a length has no minimum", |spec| spec.replace(LIST, "String(1..128)", "String(..128)")),
    case("a range loses its minimum and gets a maximum", |spec| spec.replace(LEND, "Long(0..1000)", "Long(..500)")),
    case("an integer is a number", |spec| spec.set(LIST, "query.year.type", "Number(0..0.5)")),
    case("a boolean is any JSON", |spec| spec.set(LEND, "objects.BookCopy.fields.stain.type", "Json")),
    case("a list is a map", |spec| spec.replace(LEND, "Array<Integer>(0..5)", "Map<Integer>(0..5)")),
    case("items have another length", |spec| spec.replace(LEND, "Array<BookCopy>(1..10)", "Array<BookCopy>(1..5)")),
    case("the range of the offset ends elsewhere", |spec| spec.replace(LIST, "Integer(0..10000)", "Integer(0..9000)")),
    case("both booleans are accepted", |spec| spec.remove(LIST, "query.lent.only")),
    case("the other boolean is accepted", |spec| spec.set(LIST, "query.lent.only", "true")),
    case("a range of fractions is narrower", |spec| spec.replace(STAMP, "Number(0.5..2.5)", "Number(0.75..2.5)")),
    case("a range of fractions is wider", |spec| spec.replace(STAMP, "Number(0.5..2.5)", "Number(0.5..2.75)")),
    case("a range of fractions has no maximum", |spec| spec.replace(STAMP, "Number(0.5..2.5)", "Number(0.5..)")),
    case("a range of fractions is elsewhere", |spec| spec.replace(STAMP, "Number(0.5..2.5)", "Number(0.25..2.25)")),
    case("a number is an integer", |spec| spec.replace(STAMP, "Number(0.5..2.5)", "Integer(1..2)")),
    case("a list that is the body has another length", |spec| {
        spec.replace(STAMP, "Array<LibraryCard>(1..10)", "Array<LibraryCard>(1..5)")
    }),
    case("a list that is the body has another name", |spec| spec.rename(STAMP, "body.cards", "papers")),
    case("a list that is the body becomes a field", |spec| spec.remove(STAMP, "body.cards.whole_body")),
    case("a pattern", |spec| spec.set(LIST, "query.author.pattern", "\"^[A-Z]\"")),
    case("another pattern", |spec| spec.replace(LEND, "pattern: \"^[0-9]\"", "pattern: \"^[0-9]+$\"")),
    case("a parameter is secret", |spec| spec.set(LIST, "query.author.secret", "true")),
    case("an optional secret parameter, which takes no flag", |spec| {
        spec.set(LEND, "query.delay", "{type: String, rust_name: pause, secret: true, doc: Delay.}")
    }),
    case("a field of requests and responses is secret", |spec| {
        spec.set(LEND, "objects.Stamp.fields.text.secret", "true")
    }),
    case("a default", |spec| spec.set(LIST, "query.limit.default", "20")),
    case("a special value", |spec| spec.rename(LIST, "query.title.special.\"-\"", "\"*\"")),
    case("an example of a row", |spec| spec.set(LIST, "query.author.example", "Joyce")),
    case("a unit is known", |spec| spec.replace(LEND, "unit: not stated", "unit: percent")),
    case("another unit", |spec| spec.replace(LEND, "unit: ms", "unit: s")),
    case("a parameter is deprecated", |spec| spec.set(LIST, "query.author.deprecated", "Use the title.")),
    case("a deprecation has another reason", |spec| spec.set(LIST, "query.format.deprecated", "Nobody needs it.")),
    case("a sentence", |spec| spec.replace(LIST, "Author of the book", "Who wrote it")),
    case("a quotation", |spec| spec.replace(LEND, "why: the librarian says otherwise", "why: the librarian is sure")),
    case("a source of bounds", |spec| spec.replace(LEND, "source: the librarian", "source: the reader")),
    // Parameters that the client sets.
    case("a parameter that the client sets", |spec| spec.set(LEND, "headers.region", "{type: String, doc: Region.}")),
    case("a required parameter that the client sets", |spec| {
        spec.set(LEND, "headers.region", "{type: String, mandatory: true, doc: Region.}")
    }),
    case("a parameter that the client sets is gone", |spec| spec.remove(LIST, "headers.region")),
    case("a parameter that the client sets is required", |spec| spec.set(LIST, "headers.region.mandatory", "true")),
    case("a parameter that the client sets has another name", |spec| {
        spec.rename(LEND, "query.reader_id", "reader").rename(SERVICE, "client_parameters.reader_id", "reader")
    }),
    case("a parameter that the client sets moves", |spec| spec.move_to(LEND, "query.reader_id", "headers")),
    case("a sentence about a parameter that the client sets", |spec| {
        spec.replace(LIST, "Region of the library", "Region")
    }),
    case("another Rust name of a parameter that the client sets", |spec| {
        spec.set(LIST, "headers.region.rust_name", "area")
    }),
    case("the length of a parameter that the client sets", |spec| spec.replace(LEND, "String(1..64)", "String(1..32)")),
    case("an optional parameter becomes the client's", |spec| {
        spec.remove(SERVICE, "client_parameters.reader_id")
            .set(SERVICE, "client_parameters.author", "enterprise_project")
            .set(SERVICE, "client_parameters.reader_id", "project")
    }),
    case("a client setting becomes an optional parameter", |spec| spec.remove(SERVICE, "client_parameters.reader_id")),
    case("a client setting becomes a required parameter", |spec| spec.remove(SERVICE, "client_parameters.branch_id")),
    case("the length of the credential", |spec| spec.replace(LEND, "String(1..4096)", "String(1..512)")),
    case("a row of a header that only the client sets", |spec| {
        spec.set(LIST, "headers.Content-Type", "{type: String, doc: Type.}")
    }),
    // Responses.
    case("a response field", |spec| spec.set(LEND, "response.200.shelf", "{type: String, doc: Shelf.}")),
    case("a field of an item", |spec| spec.set(LIST, "objects.Book.fields.spine", "{type: String, doc: Spine.}")),
    case("a response field is gone", |spec| spec.remove(LEND, "response.200.loan_id")),
    case("a response field has another name", |spec| spec.rename(LEND, "response.200.loan_id", "id")),
    case("a response field has another name on the wire", |spec| {
        spec.rename(LEND, "response.200.loan_id", "id").set(LEND, "response.200.id.rust_name", "loan_id")
    }),
    case("an Integer of a response is a Long", |spec| spec.replace(LIST, "Integer(0..5000)", "Long(0..5000)")),
    case("a string of a response is an enum", |spec| spec.set(LEND, "response.200.loan_id.type", "Reminder")),
    case("an integer of a response is an enum", |spec| {
        spec.set(LIST, "enums.Age", "{type: Integer, doc: Age., values: {1: One.}}").set(
            LIST,
            "objects.Book.fields.pages.type",
            "Age",
        )
    }),
    case("a list of a response is a string", |spec| spec.set(LIST, "objects.Book.fields.authors.type", "String")),
    case("an integer of a response is a string", |spec| spec.replace(LIST, "Integer(0..5000)", "String(0..5000)")),
    case("a range of a response", |spec| spec.replace(LIST, "Integer(0..5000)", "Integer(0..6000)")),
    case("a range of a response that the mock's sample values follow", |spec| {
        spec.replace(LEND, "Integer(0..100)", "Integer(30..100)")
    }),
    case("a pattern of a response", |spec| spec.set(LEND, "response.200.loan_id.pattern", "\"^[A-Z]\"")),
    case("a response field is secret", |spec| spec.set(LEND, "response.200.loan_id.secret", "true")),
    case("a default of a response", |spec| spec.set(LEND, "response.200.due.default", "31")),
    case("a sentence about a response", |spec| spec.replace(LEND, "ID of the loan.", "ID.")),
    case("a response field is deprecated", |spec| spec.set(LEND, "response.200.loan_id.deprecated", "Use due.")),
    case("response fields change places", |spec| spec.move_to(LEND, "response.200.loan_id", "response.200")),
    case("a response has fields", |spec| spec.set(RETURN, "response.204", "{fee: {type: Integer, doc: Fee.}}")),
    case("a list that is the response becomes a field", |spec| spec.remove(STAMP, "response.200.stamped.whole_body")),
    case("a response is a file", |spec| spec.set(RETURN, "response.204", "file")),
    case("another status", |spec| spec.rename(LEND, "response.200", "201")),
    // Objects.
    case("an object", |spec| {
        spec.set(LEND, "objects.Shop", "{doc: A shop., fields: {name: {type: String, doc: Name.}}}").set(
            LEND,
            "response.200.shop",
            "{type: Shop, doc: Shop.}",
        )
    }),
    case("an object has another name", |spec| {
        spec.set(LEND, "body.copies.type", "Array<Exemplar>(1..10)").rename(LEND, "objects.BookCopy", "Exemplar")
    }),
    case("an object moves", |spec| {
        let bag = "{doc: A bag for books., fields: {colour: {type: String, doc: Colour of the bag.}}}";
        spec.remove(LEND, "objects.Bag").set(LIST, "objects.Bag", bag)
    }),
    case("objects are in another order", |spec| spec.move_to(LEND, "objects.Bag", "objects")),
    case("a sentence about an object", |spec| spec.replace(LEND, "A copy of a book", "A copy")),
    case("another name of an object on its page", |spec| spec.replace(LIST, "page_name: book", "page_name: tome")),
    case("requests contain an object of responses", |spec| spec.set(LEND, "body.book", "{type: Book, doc: Book.}")),
    case("responses contain an object of requests", |spec| {
        spec.set(LEND, "response.200.copy", "{type: BookCopy, doc: Copy.}")
    }),
    case("an optional field of an object of requests", |spec| {
        spec.set(LEND, "objects.BookCopy.fields.note", "{type: String, doc: Note.}")
    }),
    case("a required field of an object of requests", |spec| {
        spec.set(LEND, "objects.BookCopy.fields.stain.mandatory", "true")
    }),
    case("required fields of an object change places", |spec| {
        spec.move_to(LEND, "objects.BookCopy.fields.number", "objects.BookCopy.fields")
    }),
    case("responses contain an object of requests without integers", |spec| {
        spec.set(LEND, "response.200.bag", "{type: Bag, doc: Bag.}")
    }),
    case("an integer of an object of both has another width", |spec| {
        spec.replace(LEND, "Integer(0..99)", "Long(0..99)")
    }),
    // Enums.
    case("an enum", |spec| {
        spec.set(LEND, "enums.Kind", "{doc: Kind., values: {long: Long.}}").set(
            LEND,
            "body.kind",
            "{type: Kind, doc: Kind.}",
        )
    }),
    case("an enum has another name", |spec| {
        spec.set(LEND, "body.reminder.type", "Reminding").rename(LEND, "enums.Reminder", "Reminding")
    }),
    case("an enum moves", |spec| {
        let reminder = "{doc: How to remind a reader., values: {mail: By mail., phone: By phone.}}";
        spec.remove(LEND, "enums").set(LIST, "enums.Reminder", reminder)
    }),
    case("an enum has integers", |spec| {
        spec.set(LEND, "enums.Reminder.type", "Integer").set(
            LEND,
            "enums.Reminder.values",
            "{1: By mail., 2: By phone.}",
        )
    }),
    case("the query of an example", |spec| {
        spec.replace(LIST, "title: One book.", "title: One book.\n    query: limit=10")
    }),
    case("more about an operation", |spec| spec.set(LIST, "doc", "Books that are lent are listed too.")),
    case("a group of operations", |spec| spec.set(LIST, "group", "Books")),
    case("a sentence about an enum", |spec| spec.set(LEND, "enums.Reminder.doc", "Kind of reminder.")),
    case("a value", |spec| spec.set(LEND, "enums.Reminder.values.fax", "By fax.")),
    case("a value of responses", |spec| spec.set(LIST, "enums.Genre.values.comic", "A comic.")),
    case("a value is gone", |spec| spec.remove(LEND, "enums.Reminder.values.mail")),
    case("a value has another name", |spec| spec.rename(LEND, "enums.Reminder.values.mail", "letter")),
    case("a value has another string", |spec| {
        spec.set(LEND, "enums.Reminder.values.mail", "{doc: By mail., rust_name: Mail}").rename(
            LEND,
            "enums.Reminder.values.mail",
            "letter",
        )
    }),
    case("a value has another variant", |spec| {
        spec.set(LEND, "enums.Reminder.values.mail", "{doc: By mail., rust_name: Letter}")
    }),
    case("values change places", |spec| spec.move_to(LEND, "enums.Reminder.values.mail", "enums.Reminder.values")),
    case("a value is deprecated", |spec| {
        spec.set(LEND, "enums.Reminder.values.mail", "{doc: By mail., deprecated: Nobody writes.}")
    }),
    case("a sentence about a value", |spec| spec.replace(LEND, "By mail", "With a letter")),
    case("a quotation about a value", |spec| {
        spec.set(LEND, "enums.Reminder.values.mail", "{doc: By mail., page_says: {text: By male., why: a typo}}")
    }),
    // Operations.
    case("an operation", |spec| {
        spec.copy(RETURN, "burn_book")
            .set("burn_book", "operation", "BurnBook")
            .set("burn_book", "request", "DELETE /v1/{branch_id}/books")
            .remove("burn_book", "path.loan_id")
    }),
    case("an operation is gone", |spec| spec.remove_file(RETURN)),
    case("an operation has another ID", |spec| {
        spec.copy(STAMP, "mark_cards").set("mark_cards", "operation", "MarkCards").remove_file(STAMP)
    }),
    case("another method", |spec| spec.replace(RETURN, "DELETE", "PUT")),
    case("another path", |spec| spec.replace(RETURN, "/loans/", "/lendings/")),
    case("another placeholder", |spec| spec.replace(RETURN, "{loan_id}", "{id}").rename(RETURN, "path.loan_id", "id")),
    case("a body", |spec| spec.set(RETURN, "body", "{late: {type: Boolean, doc: Late.}}")),
    case("an operation is deprecated", |spec| spec.set(RETURN, "deprecated", "Keep it.")),
    case("another summary", |spec| spec.set(RETURN, "summary", "Takes a book back.")),
    case("another date", |spec| spec.replace(LIST, "2030-01-31", "2030-02-28")),
    case("another title", |spec| spec.replace(LIST, "Listing Books", "Listing All Books")),
    case("a quotation outside of rows", |spec| spec.set(LIST, "page_says", "{text: Books., why: a heading}")),
    case("another address of the help pages", |spec| {
        spec.replace(SERVICE, "library.example.com/{operation}", "help.example.com/{operation}")
    }),
    case("a rule is gone", |spec| spec.remove(LEND, "rules")),
    case("a rule has fewer alternatives", |spec| spec.replace(LEND, "      - name: set\n", "")),
    case("a rule has another condition", |spec| spec.replace(LEND, "      - name: set\n", "      - priority: set\n")),
    case("a rule has another reason", |spec| spec.replace(LEND, "Something must be lent", "Nothing comes of nothing")),
    case("alternatives change places", |spec| {
        spec.replace(LEND, "      - all: true\n", "").replace(
            LEND,
            "- copies: non_empty",
            "- all: true\n      - copies: non_empty",
        )
    }),
    case("pagination is gone", |spec| spec.remove(LIST, "pagination")),
    case("pagination with other items", |spec| spec.set(LIST, "pagination.items", "hints")),
    case("pagination with items of another type", |spec| {
        spec.set(LIST, "response.200.hints.type", "Array<String>").set(LIST, "pagination.items", "hints")
    }),
    case("pagination with a required parameter", |spec| {
        spec.set(LEND, "query.offset", "{type: Integer, doc: Offset.}")
            .set(LEND, "response.200.fees", "{type: Array<Integer>, doc: Fees.}")
            .set(LEND, "pagination", "{offset: offset, limit: days, items: fees}")
    }),
    case("pagination without a total", |spec| spec.remove(LIST, "pagination.total")),
    case("a task is gone", |spec| spec.remove(RENEW, "task")),
    case("a task has another operation", |spec| {
        spec.copy(SHOW, "show_other")
            .set("show_other", "operation", "ShowOther")
            .set("show_other", "request", "GET /v1/others/{renewal_id}")
            .remove("show_other", "wait.file")
            .set(RENEW, "task.operation", "ShowOther")
    }),
    case("a task is identified by another field", |spec| spec.set(RENEW, "task.parameters.renewal_id", "loan_id")),
    case("a response is no longer the state of a task", |spec| spec.remove(RENEW, "task").remove(SHOW, "wait")),
    case("another state of a task is a success", |spec| {
        spec.replace(SHOW, "success: [granted]", "success: [granted, conceded]")
    }),
    case("a task has no file", |spec| spec.remove(SHOW, "wait.file")),
    case("the file of a task has another ID", |spec| spec.set(SHOW, "wait.file.parameters.letter_id", "copy_id")),
    case("an example without a response", |spec| {
        spec.replace(LEND, "\"all\": true", "\"all\": false, \"name\": \"Ann\"")
    }),
    case("another order in an example", |spec| {
        spec.replace(
            LIST,
            r#"{ "total": 1, "books": [{ "title": "Ulysses" }] }"#,
            r#"{ "books": [{ "title": "Ulysses" }], "total": 1 }"#,
        )
    }),
    case("the example that the mock returns", |spec| spec.replace(LIST, "Ulysses", "Emma")),
    // The service.
    case("another endpoint", |spec| spec.replace(SERVICE, "library.{region}.example.com", "lib.{region}.example.com")),
    case("another endpoint of a region", |spec| {
        spec.replace(SERVICE, "library.east-9.example.org", "lib.east-9.example.org")
    }),
    case("a region", |spec| spec.replace(SERVICE, "  - south-1\n", "  - south-1\n  - west-1\n")),
    case("a region is gone", |spec| spec.replace(SERVICE, "  - south-1\n", "")),
    case("another header for the credential", |spec| {
        let (old, new) = ("X-Library-Card", "X-Card");
        spec.replace(SERVICE, old, new).replace(LIST, old, new).replace(LEND, old, new)
    }),
    case("another setting", |spec| spec.replace(SERVICE, "reader_id: enterprise_project", "reader_id: region")),
    case("another algorithm", |spec| spec.replace(SERVICE, "LIB-HMAC", "LIB-HMAC-2")),
    case("another error field", |spec| spec.rename(SERVICE, "error_fields.code", "error_code")),
    // Formatting.
    case("a comment", |spec| spec.replace(LIST, "request:", "# Shelves are numbered.\nrequest:")),
    case("quotes", |spec| spec.replace(LIST, "doc: Author of the book.", "doc: \"Author of the book.\"")),
    case("line breaks of JSON", |spec| {
        spec.replace(LIST, "{ \"total\": 1, \"books\"", "{ \"total\": 1,\n        \"books\"")
    }),
    case("another encoding of a query", |spec| spec.replace(STAMP, "discount=2", "discount=%32")),
    case("a list of one quotation", |spec| {
        let (old, new) = ("\n      text: The unit is s.\n      why:", "\n      - text: The unit is s.\n        why:");
        spec.replace(LEND, old, new)
    }),
    case("a flag that is false", |spec| spec.set(LIST, "query.author.secret", "false")),
    case("another order of keys", |spec| spec.move_to(LIST, "query.author.type", "query.author")),
];
