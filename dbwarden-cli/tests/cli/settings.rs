//! `init`, `config`, `version`, `completions`, and how mistakes in the settings are told.

use crate::project::{Project, told};

const TWO: &str = "\
[database.primary]
url = \"sqlite://app.db\"
models = [\"src/models.rs\"]

[database.analytics]
url = \"postgres://reader:s3cr3t@localhost/analytics\"
";

#[test]
fn version_is_told_in_words_and_json() {
    let project = Project::empty();
    let version = env!("CARGO_PKG_VERSION");
    assert_eq!(project.run(&["version"]), told(0, &format!("dbwarden {version}\n"), ""));
    let json: serde_json::Value =
        serde_json::from_str(&project.ok(&["version", "--json"])).expect("JSON");
    assert_eq!(json["version"], version);
}

#[test]
fn init_starts_a_project() {
    let project = Project::empty();
    assert_eq!(
        project.run(&["init"]),
        told(
            0,
            "Created model: src/models.rs\n\
             Created settings: dbwarden.toml\n\
             Created folder: migrations/primary\n",
            "hint: add `mod models;` to your crate, then run `dbwarden make-migrations`\n",
        )
    );
    assert!(
        project.read("src/models.rs").contains("#[derive(Debug, sqlx::FromRow, dbwarden::Model)]")
    );
    assert!(project.ok(&["config"]).contains("models:      src/models.rs\n"));
}

#[test]
fn init_overwrites_nothing() {
    let project = Project::empty();
    project.write("src/models.rs", "// mine\n");
    project.ok(&["init"]);
    assert_eq!(project.read("src/models.rs"), "// mine\n");
    let before = project.files();
    assert_eq!(
        project.run(&["init"]),
        told(
            2,
            "",
            "error: `dbwarden.toml` is there already\n\n\
             hint: edit it, or look at how it is understood: `dbwarden config`\n",
        )
    );
    assert_eq!(project.files(), before);
}

#[test]
fn init_finds_models_wherever_they_are() {
    let project = Project::empty();
    project.write("src/domain/user.rs", "#[derive(dbwarden::Model)]\nstruct User { id: i32 }\n");
    project.ok(&["init"]);
    assert!(project.read("dbwarden.toml").contains("models = [\"src\"]"));
    assert!(!project.path("src/models.rs").exists());
}

#[test]
fn init_refuses_a_name_that_no_file_can_begin_with() {
    let project = Project::empty();
    let told = project.run(&["init", "--database", "a b"]);
    assert_eq!(told.code, 2);
    assert!(told.stderr.contains("`a b` cannot be the name of a database"), "{told:?}");
    assert!(project.files().is_empty(), "nothing may be left behind: {:?}", project.files());
}

#[test]
fn settings_are_found_above_and_paths_are_relative_to_them() {
    let project = Project::with(TWO);
    project.write("src/deep/x", "");
    let told = project.run_in("src/deep", &["config"]);
    assert!(told.stdout.starts_with("Settings: ../../dbwarden.toml\n"), "{told:?}");
    assert!(told.stdout.contains("url:         sqlite://../../app.db\n"), "{told:?}");
    assert!(told.stdout.contains("migrations:  ../../migrations/primary\n"), "{told:?}");
}

#[test]
fn passwords_are_never_shown() {
    let project = Project::with(TWO);
    for arguments in [&["config"][..], &["config", "--json"], &["config", "--verbose"]] {
        let told = project.run(arguments);
        assert!(told.stdout.contains("reader:***@localhost"), "{told:?}");
        assert!(!told.stdout.contains("s3cr3t") && !told.stderr.contains("s3cr3t"), "{told:?}");
    }
}

#[test]
fn a_missing_file_says_how_to_begin() {
    let told = Project::empty().run(&["config"]);
    assert_eq!(told.code, 2);
    assert_eq!(
        told.stderr,
        "error: no `dbwarden.toml` in this folder or above it\n\n\
         hint: run `dbwarden init` in the folder of your crate, or name the file with `--config`\n"
    );
}

#[test]
fn unknown_keys_name_the_nearest() {
    let project =
        Project::with("[database.primary]\nurl = \"sqlite://app.db\"\nmigration = \"sql\"\n");
    assert_eq!(
        project.run(&["config"]),
        told(
            2,
            "",
            "error: dbwarden.toml:3: unknown key in `[database.primary]`: `migration`\n\n\
             hint: did you mean `migrations`?\n",
        )
    );
}

#[test]
fn variables_come_from_the_environment_then_from_dotenv() {
    let settings =
        "[database.p]\nurl = \"postgres://${USER_NAME}:${SECRET}@${HOST:-localhost}/app\"\n";
    let project = Project::with(settings).variable("USER_NAME", "outer");
    project.write(".env", "USER_NAME=inner\nSECRET='a b#c'\n");
    let told = project.run(&["config"]);
    assert!(told.stdout.contains("postgres://outer:***@localhost/app"), "{told:?}");
}

#[test]
fn an_unset_variable_is_named() {
    let project = Project::with("[database.p]\nurl = \"${DATABASE_URL}\"\n");
    let told = project.run(&["config"]);
    assert_eq!(told.code, 1);
    assert!(
        told.stderr
            .contains("`url` of database `p` needs a variable that is not set: `DATABASE_URL`"),
        "{told:?}"
    );
}

#[test]
fn a_broken_dotenv_is_an_error_that_does_not_show_it() {
    let project = Project::with(TWO);
    project.write(".env", "A=1\nexport s3cr3t hunter2\n");
    let told = project.run(&["config"]);
    assert_eq!(told.code, 2);
    assert!(told.stderr.contains(".env`: the entry after the first 1 is malformed"), "{told:?}");
    assert!(!told.stderr.contains("hunter2"));
}

#[test]
fn completions_are_a_script() {
    let project = Project::empty();
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        assert!(project.ok(&["completions", shell]).contains("make-migrations"), "{shell}");
    }
}

#[test]
fn every_command_has_help_with_examples() {
    let project = Project::empty();
    let help = project.ok(&["--help"]);
    let commands: Vec<&str> = help
        .lines()
        .skip_while(|line| *line != "Commands:")
        .skip(1)
        .take_while(|line| !line.is_empty())
        .filter(|line| line.starts_with("  ") && !line.starts_with("   "))
        .filter_map(|line| line.split_whitespace().next())
        .collect();
    assert!(commands.contains(&"init"), "{help}");
    for command in commands {
        let told = project.ok(&["help", command]);
        if command == "help" {
            continue;
        }
        assert!(told.contains("Examples:\n"), "`{command}` shows no example");
        assert_eq!(told, project.ok(&[command, "--help"]));
    }
}
