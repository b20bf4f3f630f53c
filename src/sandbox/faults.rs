//! Faults on demand: which requests suffer, how, and how often; one grammar, read with a place for every mistake.

use std::fmt;
use std::str::FromStr;

use super::routes;
use crate::chance::Chance;

/// How the grammar reads, for help texts.
pub const GRAMMAR: &str = "\
  ROUTE: FAULT[, FAULT...]
  ROUTE is [GET|POST] PATH, where * stands for one part; * alone is any request.
  FAULT is what happens, then how often: x3, x* for always, ~10% by chance; once
  by default. Each has its turn until it is used up; then requests pass. Of
  several rules the first that strikes goes.
    500           any status from 400 to 599; +should-retry=true or false and
                  +retry-after=SECONDS add headers
    reset@120     the connection is reset after 120 bytes of the answer
    cut@120       the connection is closed after 120 bytes of the answer
    slow@50       50 bytes of the answer a second
    hang          no byte of an answer
    endless       a body without an end
    html          a page of HTML with status 200
    redirect@URL  a redirect to URL, with status 302
    pending       a refresh that begins and never ends
    pass          nothing: lets requests through in between";

/// Which requests suffer, and their faults in turn.
///
/// ```
/// use ownermatch::sandbox::FaultRule;
/// let rule: FaultRule = "POST /v1/financial_connections/accounts/*/refresh: 500 x2, reset@120".parse().unwrap();
/// assert_eq!(rule.to_string(), "POST /v1/financial_connections/accounts/*/refresh: 500 x2, reset@120");
/// let error = "GET /v1/customers: 5000".parse::<FaultRule>().unwrap_err();
/// assert_eq!(error.to_string(), "column 20: `5000` is no status from 400 to 599");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FaultRule {
    method: Option<String>,
    path: Vec<String>,
    turns: Vec<Turn>,
}

/// A fault and how often it strikes.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Turn {
    fault: InjectedFault,
    often: Often,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Often {
    Times(u32),
    Always,
    /// Each hundredth of a percent counts 1.
    Chance(u32),
}

/// What happens to a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum InjectedFault {
    /// An error without having looked at the request.
    Status {
        /// 400..=599.
        status: u16,
        /// `Stripe-Should-Retry`.
        should_retry: Option<bool>,
        /// `Retry-After` in seconds.
        retry_after: Option<u32>,
    },
    /// A reset after so many bytes of the answer, head included.
    Reset(u64),
    /// An end after so many bytes of the answer, head included.
    Cut(u64),
    /// So many bytes of the answer a second.
    Slow(u64),
    /// No byte of an answer.
    Hang,
    /// A body without an end.
    Endless,
    /// HTML where JSON belongs.
    Html,
    /// A redirect.
    Redirect(String),
    /// A refresh that never ends.
    Pending,
    /// None.
    Pass,
}

/// A mistake in a rule, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FaultRuleError {
    column: usize,
    what: String,
}

impl fmt::Display for FaultRuleError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "column {}: {}", self.column, self.what)
    }
}

impl std::error::Error for FaultRuleError {}

impl FaultRule {
    /// Whether any call that the sandbox answers can suffer from this rule.
    ///
    /// ```
    /// use ownermatch::sandbox::FaultRule;
    /// let rule = |text: &str| text.parse::<FaultRule>().unwrap();
    /// assert!(rule("GET /v1/customers/*: 500").can_strike());
    /// assert!(!rule("GET /v1/customer/*: 500").can_strike());
    /// ```
    pub fn can_strike(&self) -> bool {
        routes::all().any(|(method, path)| self.fits(method, path))
    }

    /// Whether a request suffers; a `*` in its path is any part.
    fn fits(&self, method: &str, path: &str) -> bool {
        let is_any = self.path.len() == 1 && self.path[0] == "*";
        let parts: Vec<&str> = path.trim_start_matches('/').split('/').collect();
        let fits_path = parts.len() == self.path.len()
            && self.path.iter().zip(&parts).all(|(wanted, part)| wanted == "*" || *part == "*" || wanted == part);
        self.method.as_ref().is_none_or(|wanted| wanted == method) && (is_any || fits_path)
    }
}

impl FromStr for FaultRule {
    type Err = FaultRuleError;

    fn from_str(text: &str) -> Result<Self, FaultRuleError> {
        let (route, _) = text.split_once(": ").ok_or_else(|| FaultRuleError {
            column: text.chars().count() + 1,
            what: "a colon and a space must stand between route and faults".into(),
        })?;
        let (method, path) = read_route(route)?;
        let mut turns = Vec::new();
        let mut start = route.len() + 2;
        for piece in text[start..].split(',') {
            let indent = piece.len() - piece.trim_start().len();
            let column = text[..start + indent].chars().count() + 1;
            turns.push(read_turn(piece.trim()).map_err(|what| FaultRuleError { column, what })?);
            start += piece.len() + 1;
        }
        Ok(Self { method, path, turns })
    }
}

fn read_route(route: &str) -> Result<(Option<String>, Vec<String>), FaultRuleError> {
    let wrong = |what: &str| FaultRuleError { column: 1, what: format!("{what}, such as `GET /v1/customers/*`") };
    let (method, path) = match route.split_once(' ') {
        Some((method, path)) => (Some(method), path.trim()),
        None => (None, route),
    };
    if method.is_some_and(|method| !["GET", "POST"].contains(&method)) {
        return Err(wrong("a route begins with GET, POST or a path"));
    }
    if path != "*" && !path.starts_with('/') {
        return Err(wrong("a path begins with a slash"));
    }
    Ok((method.map(str::to_owned), path.trim_start_matches('/').split('/').map(str::to_owned).collect()))
}

fn read_turn(text: &str) -> Result<Turn, String> {
    let mut words = text.split_whitespace();
    let fault = read_fault(words.next().ok_or("a fault must stand here")?)?;
    let often = words.next().map_or(Ok(Often::Times(1)), read_often)?;
    match words.next() {
        Some(word) => Err(format!("`{word}` is one word too many; faults are parted by commas")),
        None => Ok(Turn { fault, often }),
    }
}

fn read_often(word: &str) -> Result<Often, String> {
    let wrong = || format!("`{word}` is not how often: x3, x* or ~10%");
    if word == "x*" {
        return Ok(Often::Always);
    }
    if let Some(times) = word.strip_prefix('x') {
        return times.parse().ok().filter(|&times| times > 0).map(Often::Times).ok_or_else(wrong);
    }
    let percent = word.strip_prefix('~').and_then(|rest| rest.strip_suffix('%')).ok_or_else(wrong)?;
    let read: f64 = percent.parse().ok().filter(|percent| (0.0..=100.0).contains(percent)).ok_or_else(wrong)?;
    Ok(Often::Chance((read * 100.0).round() as u32))
}

fn read_fault(word: &str) -> Result<InjectedFault, String> {
    let (name, value) = word.split_once('@').map_or((word, None), |(name, value)| (name, Some(value)));
    let number = || {
        let read = value.and_then(|value| value.parse().ok());
        read.ok_or_else(|| format!("`{name}` asks for a whole number, as in {name}@120"))
    };
    Ok(match (name, value) {
        ("reset", _) => InjectedFault::Reset(number()?),
        ("cut", _) => InjectedFault::Cut(number()?),
        ("slow", _) => InjectedFault::Slow(Some(number()?).filter(|&rate| rate > 0).ok_or("slow@0 is hang")?),
        ("redirect", Some(url)) if !url.is_empty() => InjectedFault::Redirect(url.to_owned()),
        ("redirect", _) => return Err("`redirect` asks for an address, as in redirect@http://127.0.0.1:1/".into()),
        ("hang", None) => InjectedFault::Hang,
        ("endless", None) => InjectedFault::Endless,
        ("html", None) => InjectedFault::Html,
        ("pending", None) => InjectedFault::Pending,
        ("pass", None) => InjectedFault::Pass,
        _ => return read_status(word),
    })
}

fn read_status(word: &str) -> Result<InjectedFault, String> {
    let mut parts = word.split('+');
    let first = parts.next().unwrap_or_default();
    let status = first.parse().ok().filter(|status| (400..=599).contains(status));
    let status = status.ok_or_else(|| match first.parse::<i64>() {
        Ok(_) => format!("`{first}` is no status from 400 to 599"),
        Err(_) => format!(
            "`{first}` is no fault; there are a status, reset@, cut@, slow@, hang, endless, html, redirect@, pending, pass"
        ),
    })?;
    let (mut should_retry, mut retry_after) = (None, None);
    for part in parts {
        match part.split_once('=') {
            Some(("should-retry", "true")) => should_retry = Some(true),
            Some(("should-retry", "false")) => should_retry = Some(false),
            Some(("retry-after", seconds)) if seconds.parse::<u32>().is_ok() => retry_after = seconds.parse().ok(),
            _ => {
                return Err(format!("`+{part}` is neither +should-retry=true, +should-retry=false nor +retry-after=4"));
            }
        }
    }
    Ok(InjectedFault::Status { status, should_retry, retry_after })
}

impl fmt::Display for InjectedFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Status { status, should_retry, retry_after } => {
                write!(f, "{status}")?;
                should_retry.map_or(Ok(()), |asked| write!(f, "+should-retry={asked}"))?;
                retry_after.map_or(Ok(()), |seconds| write!(f, "+retry-after={seconds}"))
            }
            Self::Reset(at) => write!(f, "reset@{at}"),
            Self::Cut(at) => write!(f, "cut@{at}"),
            Self::Slow(rate) => write!(f, "slow@{rate}"),
            Self::Hang => f.write_str("hang"),
            Self::Endless => f.write_str("endless"),
            Self::Html => f.write_str("html"),
            Self::Redirect(url) => write!(f, "redirect@{url}"),
            Self::Pending => f.write_str("pending"),
            Self::Pass => f.write_str("pass"),
        }
    }
}

impl fmt::Display for FaultRule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let turns = self.turns.iter().map(|turn| match turn.often {
            Often::Times(1) => turn.fault.to_string(),
            Often::Times(times) => format!("{} x{times}", turn.fault),
            Often::Always => format!("{} x*", turn.fault),
            Often::Chance(hundredths) => format!("{} ~{}%", turn.fault, f64::from(hundredths) / 100.0),
        });
        let path = if self.path == ["*"] { "*".to_owned() } else { format!("/{}", self.path.join("/")) };
        let method = self.method.as_ref().map(|method| format!("{method} ")).unwrap_or_default();
        write!(f, "{method}{path}: {}", turns.collect::<Vec<_>>().join(", "))
    }
}

/// The rules at work; the same seed and the same requests meet the same faults.
#[derive(Debug)]
pub(super) struct Faults {
    rules: Vec<FaultRule>,
    chance: Chance,
}

impl Faults {
    pub(super) fn new(rules: Vec<FaultRule>, seed: u64) -> Self {
        Self { rules, chance: Chance::new(seed) }
    }

    /// The fault of the first rule that fits, is not used up, and strikes.
    pub(super) fn next(&mut self, method: &str, path: &str) -> InjectedFault {
        for rule in self.rules.iter_mut().filter(|rule| rule.fits(method, path)) {
            let Some(turn) = rule.turns.iter_mut().find(|turn| turn.often != Often::Times(0)) else { continue };
            let strikes = match &mut turn.often {
                Often::Times(left) => {
                    *left -= 1;
                    true
                }
                Often::Always => true,
                Often::Chance(hundredths) => self.chance.below(10_000) < u64::from(*hundredths),
            };
            if strikes {
                return turn.fault.clone();
            }
        }
        InjectedFault::Pass
    }
}

#[cfg(test)]
mod tests {
    use super::{FaultRule, Faults, InjectedFault};

    fn rule(text: &str) -> FaultRule {
        text.parse().expect(text)
    }

    #[test]
    fn rules_read_back_as_they_are_written() {
        for text in [
            "*: 500",
            "GET *: 503+should-retry=false x*",
            "/v1/customers: 429+should-retry=true+retry-after=4 x2, pass, reset@0",
            "POST /v1/financial_connections/accounts/*/refresh: pending, hang ~12.5%",
            "GET /v1/a/*: redirect@http://127.0.0.1:9/x, slow@50, cut@7, endless, html",
        ] {
            assert_eq!(rule(text).to_string(), text);
        }
    }

    #[test]
    fn mistakes_are_told_by_their_column() {
        let table = [
            ("", 1, "colon"),
            ("GET /v1/customers", 18, "colon"),
            ("PUT /v1/customers: 500", 1, "GET, POST"),
            ("v1/customers: 500", 1, "slash"),
            ("*: ", 4, "must stand here"),
            ("*: 500, 700", 9, "no status"),
            ("*: boom", 4, "no fault"),
            ("*: 500 x0", 4, "how often"),
            ("*: 500 twice", 4, "how often"),
            ("*: 500 x2 x3", 4, "too many"),
            ("*: 500 ~101%", 4, "how often"),
            ("*: reset", 4, "whole number"),
            ("*: reset@-1", 4, "whole number"),
            ("*: slow@0", 4, "hang"),
            ("*: redirect@", 4, "address"),
            ("*: 500+later", 4, "+should-retry"),
        ];
        for (text, column, part) in table {
            let error = text.parse::<FaultRule>().expect_err(text).to_string();
            assert!(error.starts_with(&format!("column {column}: ")) && error.contains(part), "{text}: {error}");
        }
    }

    #[test]
    fn faults_have_their_turns_and_then_requests_pass() {
        let mut faults = Faults::new(vec![rule("POST /a/*/b: hang x2, html"), rule("*: endless")], 1);
        assert_eq!(faults.next("GET", "/a/1/b"), InjectedFault::Endless);
        let turns: Vec<_> = (0..5).map(|_| faults.next("POST", "/a/1/b")).collect();
        assert_eq!(
            turns,
            [InjectedFault::Hang, InjectedFault::Hang, InjectedFault::Html, InjectedFault::Pass, InjectedFault::Pass]
        );
    }

    #[test]
    fn chance_is_near_its_share_and_replays_by_its_seed() {
        let draws = |seed| {
            let mut faults = Faults::new(vec![rule("*: hang ~25%")], seed);
            (0..4000).map(|_| faults.next("GET", "/") == InjectedFault::Hang).collect::<Vec<_>>()
        };
        let share = draws(7).iter().filter(|struck| **struck).count();
        assert!((900..1100).contains(&share), "{share}");
        assert_eq!(draws(7), draws(7));
        assert_ne!(draws(7), draws(8));
    }
}
