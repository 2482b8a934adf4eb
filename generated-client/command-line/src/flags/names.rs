//! The names of the flags that all commands have. The generator includes this file: a parameter with one of these names
//! gets another flag.

/// Declares a constant for each name, and a list of all of them.
macro_rules! names {
    ($($constant:ident = $name:literal,)*) => {
        $(
            #[doc = concat!("`--", $name, "`")]
            pub const $constant: &str = $name;
        )*

        /// All names.
        pub const COMMON_FLAGS: &[&str] = &[$($name),*];
    };
}

names! {
    HELP = "help",
    REGION = "region",
    PROJECT_ID = "project-id",
    RESOLVE_PROJECT_ID = "resolve-project-id",
    ENTERPRISE_PROJECT_ID = "enterprise-project-id",
    ENDPOINT = "endpoint",
    IAM_ENDPOINT = "iam-endpoint",
    PROFILE = "profile",
    TOKEN_STDIN = "token-stdin",
    METADATA_SERVICE = "metadata-service",
    AGENCY_NAME = "agency-name",
    AGENCY_DOMAIN_NAME = "agency-domain-name",
    INPUT = "input",
    ALL = "all",
    MAX_ITEMS = "max-items",
    WAIT = "wait",
    WAIT_TIMEOUT = "wait-timeout",
    TIMEOUT = "timeout",
    RETRIES = "retries",
    DRY_RUN = "dry-run",
    NO_VALIDATE = "no-validate",
    DEBUG = "debug",
    OUTPUT = "output",
    COLUMNS = "columns",
    ANY_RESPONSE = "any-response",
    DOWNLOAD = "download",
    OVERWRITE = "overwrite",
}
