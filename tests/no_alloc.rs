//! Comparing two records that were read allocates nothing: a counting allocator holds it.

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;

use ownermatch::address::{self, AddressParts};
use ownermatch::{Applicant, Matcher, Owner, Region};

thread_local! {
    static ALLOCATIONS: Cell<u64> = const { Cell::new(0) };
}

struct Counting;

// SAFETY: every call is passed on to the system's allocator unchanged; the counter is a thread's own and allocates nothing.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        let _ = ALLOCATIONS.try_with(|count| count.set(count.get() + 1));
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        unsafe { System.dealloc(pointer, layout) }
    }

    unsafe fn realloc(&self, pointer: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        let _ = ALLOCATIONS.try_with(|count| count.set(count.get() + 1));
        unsafe { System.realloc(pointer, layout, size) }
    }
}

#[global_allocator]
static COUNTING: Counting = Counting;

fn allocations(work: impl FnOnce()) -> u64 {
    let before = ALLOCATIONS.get();
    work();
    ALLOCATIONS.get() - before
}

/// Applicants and owners that take every way through the comparison: equal, rewritten, contradicted, joint, business, foreign, absent.
fn sides() -> (Vec<Applicant>, Vec<Owner>) {
    let applicants = vec![
        Applicant::new("Robert T. Okonkwo Jr.")
            .email("bob.okonkwo@gmail.com")
            .phone("(415) 279-4774")
            .address("510 Townsend Street Apt 4, San Francisco, CA 94103"),
        Applicant::new("María José de la Cruz-Pérez").email("m+bank@example.co.uk").phone("+44 20 7946 0958 x12"),
        Applicant::new("Acme Plumbing & Heating, L.L.C.").address("PO Box 12, Springfield IL"),
        Applicant::new("王伟").email("not an email").phone("none").address("10 Downing Street, London SW1A 2AA"),
        Applicant::default(),
    ];
    let owners = vec![
        Owner::new("OKONKWO ROBERT SR")
            .email("bobokonkwo+x@googlemail.com")
            .phone("+14152794747")
            .raw_address("512 TOWNSEND ST #9 SAN FRANCISCO, CA 94103-1234"),
        Owner::new("JOHN & MARIA CRUZ JT TEN").email("maria@example.com").phone("442079460958"),
        Owner::new("ACME PLUMBING INC").raw_address("BOX 12 SPRINGFIELD ILL"),
        Owner::new("WANG WEI").email("wang@wei.cn").raw_address("10 DOWNING ST LONDON SW1A2AA"),
        Owner::default(),
    ];
    (applicants, owners)
}

#[test]
fn comparing_two_read_records_allocates_nothing() {
    let matcher = Matcher::default().now(0);
    let (applicants, owners) = sides();
    let applicants: Vec<_> = applicants.iter().map(|applicant| matcher.read_applicant(applicant)).collect();
    let owners = matcher.read_owners(&owners);
    matcher.compare(&applicants[0], &owners[0]);
    for (at, applicant) in applicants.iter().enumerate() {
        for owner in &owners {
            let count = allocations(|| {
                std::hint::black_box(matcher.compare(applicant, owner));
            });
            assert_eq!(count, 0, "applicant {at} against owner {}, person {}", owner.owner, owner.person);
        }
    }
}

#[test]
fn reading_an_address_of_usual_length_allocates_nothing() {
    let parts = AddressParts {
        line1: Some("510 Townsend Street".to_owned()),
        line2: Some("Apt 4".to_owned()),
        city: Some("San Francisco".to_owned()),
        state: Some("CA".to_owned()),
        postal_code: Some("94103".to_owned()),
        country: Some("US".to_owned()),
    };
    let lines = [
        "PO Box 12, Springfield IL 62701",
        "10 Downing Street, London SW1A 2AA",
        "1200 N 5th St # 4 Reno NV 89501-1234",
    ];
    let count = allocations(|| {
        std::hint::black_box(address::parse_parts(&parts, Region::US));
        lines.iter().for_each(|line| drop(std::hint::black_box(address::parse(line, Region::US))));
    });
    assert_eq!(count, 0);
}

#[test]
fn the_counter_counts() {
    assert!(allocations(|| drop(std::hint::black_box(vec![1u8]))) >= 1);
}
