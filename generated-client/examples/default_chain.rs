//! Shows which source the default credentials chain uses, and that it does not fall through to another account:
//! `cargo run -p huaweicloud-hss --example default_chain --features mock`

use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs, io};

use huaweicloud_hss::Credentials;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    // This program starts itself in each of the environments.
    if env::args().nth(1).as_deref() == Some("print") {
        match Credentials::default_chain() {
            Ok(credentials) => println!("{}", credentials.origin()),
            Err(error) => println!("{error}"),
        }
        return Ok(());
    }
    let folder = tempfile::tempdir()?;
    let empty = home(folder.path(), "empty", "")?;
    let with_profile = home(folder.path(), "with-profile", "[basic]\nak = AKEXAMPLE\nsk = SKEXAMPLE\n")?;
    let with_half = home(folder.path(), "with-half", "[basic]\nak = AKEXAMPLE\n")?;
    let (ak, sk) = (("HUAWEICLOUD_SDK_AK", "AKANOTHER"), ("HUAWEICLOUD_SDK_SK", "SKANOTHER"));

    print_source("nothing", &empty, &[])?;
    print_source("a profile", &with_profile, &[])?;
    print_source("an access key and a profile", &with_profile, &[ak, sk])?;
    print_source("an access key, and a profile without its secret key", &with_half, &[ak, sk])?;
    print_source("an access key without its secret key, and a profile", &with_profile, &[ak])?;
    print_source("a token with a line break, and a profile", &with_profile, &[("HUAWEICLOUD_SDK_TOKEN", "token\n")])?;
    print_source("a profile without its secret key", &with_half, &[])?;
    Ok(())
}

/// Creates a home directory with a credentials file, unless that is empty.
fn home(folder: &Path, name: &str, credentials: &str) -> io::Result<PathBuf> {
    let home = folder.join(name);
    fs::create_dir_all(home.join(".huaweicloud"))?;
    if !credentials.is_empty() {
        fs::write(home.join(".huaweicloud/credentials"), credentials)?;
    }
    Ok(home)
}

/// Prints the source of the credentials in an environment, or why there are none.
fn print_source(name: &str, home: &Path, variables: &[(&str, &str)]) -> Result<(), Box<dyn std::error::Error>> {
    let mut command = Command::new(env::current_exe()?);
    command.arg("print").env("HOME", home);
    for variable in ["TOKEN", "AK", "SK", "SECURITY_TOKEN", "CREDENTIALS_FILE"] {
        command.env_remove(format!("HUAWEICLOUD_SDK_{variable}"));
    }
    let output = command.envs(variables.iter().copied()).output()?;
    print!("{name}:\n    {}", String::from_utf8(output.stdout)?);
    Ok(())
}
