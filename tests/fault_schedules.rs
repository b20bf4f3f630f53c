//! Thousands of fault schedules without a socket: whatever goes wrong, at most one refresh is started, none before its
//! time, none on an inactive account, and owners come whole or not at all.
#![cfg(feature = "sandbox")]

use std::collections::BTreeMap;
use std::time::Duration;

use ownermatch::sandbox::{FaultRule, Fixtures, Incoming, Refused, SandboxOptions};
use ownermatch::stripe::wire::AccountOwner;
use ownermatch::stripe::{Error, Fetch, Fetched, Refresh, Unavailable};

use world::{World, block_on, draw};

mod world;

const SCHEDULES: u64 = 10_000;
const OWNERS: u64 = 7;

/// One of several, by chance.
fn pick<'a>(chance: &mut u64, from: &[&'a str]) -> &'a str {
    from[(draw(chance) % from.len() as u64) as usize]
}

/// An account in any state, and what a refresh of it comes to.
fn fixture(chance: &mut u64) -> String {
    let status = pick(chance, &["active", "active", "active", "active", "inactive", "disconnected"]);
    let permissions =
        pick(chance, &[r#""ownership""#, r#""ownership","payment_method""#, r#""ownership""#, r#""balances""#]);
    let ownership = pick(
        chance,
        &[
            "null",
            "null",
            r#"{"status":"succeeded","age_s":100,"next_in_s":-5}"#,
            r#"{"status":"succeeded","age_s":100,"next_in_s":3600}"#,
            r#"{"status":"succeeded","age_s":100}"#,
            r#"{"status":"failed","age_s":100,"next_in_s":-5}"#,
            r#"{"status":"failed","age_s":100,"next_in_s":20,"has_owners":true}"#,
            r#"{"status":"pending","age_s":1,"has_owners":true}"#,
        ],
    );
    let outcome = pick(chance, &["succeeded", "succeeded", "succeeded", "failed", "never"]);
    let takes = draw(chance) % 40;
    let owners: Vec<String> = (0..OWNERS).map(|at| format!(r#"{{"name":"OWNER {at}"}}"#)).collect();
    format!(
        r#"{{"accounts":[{{"name":"a","status":"{status}","permissions":[{permissions}],"ownership":{ownership},
        "refresh":{{"outcome":"{outcome}","takes_s":{takes}}},"owners_per_page":2,"owners":[{}]}}]}}"#,
        owners.join(",")
    )
}

/// Up to three rules, each with up to three faults in turn.
fn faults(chance: &mut u64) -> Vec<FaultRule> {
    const ROUTES: [&str; 4] = [
        "POST /v1/financial_connections/accounts/*/refresh",
        "GET /v1/financial_connections/accounts/*",
        "GET /v1/financial_connections/accounts/*/owners",
        "*",
    ];
    const FAULTS: [&str; 14] = [
        "500",
        "503+should-retry=false",
        "400+should-retry=true",
        "409",
        "429",
        "429+retry-after=4",
        "424",
        "403",
        "reset@10",
        "cut@400",
        "slow@20",
        "hang",
        "html",
        "pass",
    ];
    let rules = draw(chance) % 4;
    let turn = |chance: &mut u64| {
        let often = pick(chance, &["", "", " x2", " x3", " x*", " ~30%"]);
        format!("{}{often}", pick(chance, &FAULTS))
    };
    let rule = |chance: &mut u64| {
        let turns = (0..1 + draw(chance) % 3).map(|_| turn(chance)).collect::<Vec<_>>().join(", ");
        format!("{}: {turns}", pick(chance, &ROUTES)).parse().expect("a rule")
    };
    (0..rules).map(|_| rule(chance)).collect()
}

struct Run {
    world: World,
    outcome: Result<Fetched, Error>,
    wait: Duration,
}

fn run(seed: u64) -> Run {
    let mut chance = seed;
    let options = SandboxOptions {
        fixtures: Fixtures::read(&fixture(&mut chance)).expect("a fixture"),
        faults: faults(&mut chance),
        seed,
        refused_refresh: if draw(&mut chance).is_multiple_of(2) { Refused::Silently } else { Refused::WithError },
        ..SandboxOptions::default()
    };
    let refresh = [Refresh::Never, Refresh::IfNeeded, Refresh::Always][(draw(&mut chance) % 3) as usize];
    let wait = Duration::from_secs(draw(&mut chance) % 60);
    let world = World::new(options);
    let fetch = Fetch::default().refresh(refresh).wait(wait);
    let outcome = block_on(world.client().fetch_owners("fca_a", &fetch));
    Run { world, outcome, wait }
}

/// The names of the owners, in the order in which they came.
fn names(fetched: &Fetched) -> Option<Vec<String>> {
    let Fetched::Owners(owners) = fetched else { return None };
    let ownership = owners.account.ownership.as_ref().and_then(|ownership| ownership.object());
    let page = ownership.and_then(|ownership| ownership.owners.as_ref()).expect("owners on one page");
    assert_eq!(page.has_more, Some(false));
    Some(page.items().map(|owner: &AccountOwner| owner.name.clone().unwrap_or_default()).collect())
}

fn kind(outcome: &Result<Fetched, Error>) -> String {
    match outcome {
        Ok(Fetched::Owners(owners)) => format!("owners {}", owners.stale.as_ref().map_or("fresh", Unavailable::code)),
        Ok(Fetched::Unavailable(why)) => why.code().to_owned(),
        Err(error) => format!("{:?}", error.kind()),
    }
}

#[test]
fn no_schedule_starts_two_refreshes_or_one_out_of_turn_or_yields_a_part_of_the_owners() {
    let whole: Vec<String> = (0..OWNERS).map(|at| format!("OWNER {at}")).collect();
    let mut outcomes = BTreeMap::<String, u64>::new();
    let (mut started, mut retried) = (0, 0);
    for seed in 0..SCHEDULES {
        let Run { world, outcome, wait } = run(seed);
        let asked = world.backend(|backend| backend.refreshes_asked().to_vec());
        assert!(asked.len() <= 1, "seed {seed}: asked {asked:?}");
        assert!(asked.iter().all(|asked| asked.was_started), "seed {seed}: out of turn {asked:?}");
        if let Ok(fetched) = &outcome {
            assert!(names(fetched).is_none_or(|names| names == whole), "seed {seed}: {:?}", names(fetched));
        }
        let posts: Vec<_> = world.sent().into_iter().filter(|sent| sent.method == "POST").collect();
        assert!(posts.len() <= 3, "seed {seed}: {posts:?}");
        assert!(posts.windows(2).all(|pair| pair[0].idempotency_key == pair[1].idempotency_key), "seed {seed}");
        // The wait, and after it at most a look and three more pages, each within the deadline of a call.
        assert!(world.elapsed() <= wait + Duration::from_secs(5 * 80), "seed {seed}: {:?}", world.elapsed());
        started += asked.len();
        retried += usize::from(posts.len() > 1);
        *outcomes.entry(kind(&outcome)).or_default() += 1;
    }
    // Without these the laws above could hold for want of cases.
    for expected in [
        "owners fresh",
        "owners inactive",
        "owners pending",
        "owners failed",
        "owners not_yet",
        "no_permission",
        "disconnected",
        "inactive",
        "never_refreshed",
        "pending",
        "failed",
        "Malformed",
        "ServerFault",
        "RateLimited",
        "TimedOut",
        "Interrupted",
        "Forbidden",
    ] {
        assert!(outcomes.get(expected).is_some_and(|count| *count >= 10), "{expected} too seldom: {outcomes:?}");
    }
    assert!(started > 500 && retried > 100, "{started} started, {retried} retried");
}

/// A request of somebody else's who shares the account.
fn somebody(method: &str, path: &str, body: &str) -> Incoming {
    Incoming {
        method: method.into(),
        path: path.into(),
        headers: vec![("authorization".into(), "Bearer sk_test_somebody".into())],
        body: body.into(),
        ..Incoming::default()
    }
}

#[test]
fn whatever_somebody_else_does_meanwhile_one_refresh_is_asked_for_and_owners_come_whole() {
    let whole: Vec<String> = (0..OWNERS).map(|at| format!("OWNER {at}")).collect();
    let (mut refused, mut outcomes) = (0, BTreeMap::<String, u64>::new());
    for seed in 0..SCHEDULES / 4 {
        let mut chance = seed ^ 0x0bad;
        let options = SandboxOptions {
            fixtures: Fixtures::read(&fixture(&mut chance)).expect("a fixture"),
            seed,
            refused_refresh: if draw(&mut chance).is_multiple_of(2) { Refused::Silently } else { Refused::WithError },
            ..SandboxOptions::default()
        };
        let world = World::new(options);
        let does = match draw(&mut chance) % 4 {
            0 => somebody("POST", "/v1/financial_connections/accounts/fca_a/refresh", "features[]=ownership"),
            1 => somebody("POST", "/sandbox/trigger", "event=deactivated&account=fca_a"),
            2 => somebody("POST", "/sandbox/trigger", "event=refreshed_ownership&account=fca_a&status=failed"),
            _ => somebody("POST", "/v1/financial_connections/accounts/fca_a/disconnect", ""),
        };
        world.meanwhile((draw(&mut chance) % 4) as usize, move |backend, now| {
            backend.handle(&does, now);
        });
        let fetch = Fetch::default().refresh(Refresh::Always).wait(Duration::from_secs(45));
        let outcome = block_on(world.client().fetch_owners("fca_a", &fetch));
        if let Ok(fetched) = &outcome {
            assert!(names(fetched).is_none_or(|names| names == whole), "seed {seed}: {:?}", names(fetched));
        }
        let posts: Vec<_> = world.sent().into_iter().filter(|sent| sent.method == "POST").collect();
        assert!(posts.windows(2).all(|pair| pair[0].idempotency_key == pair[1].idempotency_key), "seed {seed}");
        refused += posts.iter().filter(|sent| sent.status == Some(400)).count();
        *outcomes.entry(kind(&outcome)).or_default() += 1;
    }
    // Without refusals the road after one would not have been walked.
    assert!(refused > 20, "{refused} refused: {outcomes:?}");
    for expected in ["owners fresh", "owners inactive", "owners not_yet", "disconnected", "pending", "failed"] {
        assert!(outcomes.contains_key(expected), "{expected}: {outcomes:?}");
    }
    // What somebody else does to an account is an outcome and no error.
    let names =
        ["owners", "disconnected", "failed", "inactive", "no_permission", "pending", "not_yet", "never_refreshed"];
    assert!(outcomes.keys().all(|kind| names.iter().any(|name| kind.starts_with(name))), "{outcomes:?}");
}

#[test]
fn a_schedule_replays_by_its_seed() {
    for seed in 0..200 {
        let [one, other] = [run(seed), run(seed)];
        assert_eq!(one.world.sent(), other.world.sent(), "seed {seed}");
        assert_eq!(kind(&one.outcome), kind(&other.outcome), "seed {seed}");
    }
}
