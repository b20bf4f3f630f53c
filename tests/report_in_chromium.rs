//! The report of a batch run in a real browser, where Chromium is installed: it opens without a fault and shows its parts.
#![cfg(feature = "cli")]

mod binary;

use std::process::{Command, Output};

use binary::{command, ownermatch, run, scratch};

/// Without these Chromium looks for hosts of its own at every start.
const FLAGS: [&str; 9] = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--enable-logging=stderr",
];

fn chromium(more: &[String]) -> Option<Output> {
    ["chromium", "chromium-browser", "google-chrome"]
        .iter()
        .find_map(|name| Command::new(name).args(FLAGS).args(more).output().ok())
}

#[test]
fn report_opens_in_a_browser_at_three_widths() {
    let folder = scratch("in-chromium");
    let path = |name: &str| folder.join(name).to_str().expect("a path").to_owned();
    std::fs::write(path("in.ndjson"), ownermatch(&["simulate", "--cases", "400", "--seed", "3"], b"").stdout)
        .expect("a file");
    let ran = run(command(&["batch", &path("in.ndjson"), "-o", &path("a.csv"), "--overwrite", "-q"]), b"");
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    for width in [360, 768, 1440] {
        let picture = path(&format!("{width}.png"));
        let more = [
            format!("--user-data-dir={}", path("profile")),
            format!("--window-size={width},1600"),
            format!("--screenshot={picture}"),
            format!("file://{}", path("a.csv.report.html")),
        ];
        let Some(shown) = chromium(&more) else {
            println!("no Chromium here: the report is not opened");
            return;
        };
        let log = String::from_utf8_lossy(&shown.stderr);
        assert!(!log.contains("CONSOLE") && !log.contains("Refused to"), "{width}: {log}");
        // A page that does not render is white, and a white picture of this size takes a few kilobytes.
        let bytes = std::fs::metadata(&picture).unwrap_or_else(|fault| panic!("{width}: {fault}: {log}")).len();
        assert!(bytes > 30_000, "{width}: {bytes} bytes");
    }
    let more = ["--dump-dom".to_owned(), format!("file://{}", path("a.csv.report.html"))];
    let dom = chromium(&more).expect("just seen").stdout;
    let dom = String::from_utf8_lossy(&dom);
    for part in ["What it comes to", "Who needs a look?", "Who shares an identity?", "What was run?"] {
        assert!(dom.contains(part), "{part}");
    }
}
