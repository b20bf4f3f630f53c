//! How often and how much a piece of work allocates: the binary's allocator is the system's, and counts.

use densa_alloc::CountingAllocator;

/// Counters are each thread's own: they cost two additions a call, and nothing across threads.
#[global_allocator]
static ALLOCATOR: CountingAllocator = CountingAllocator::system();

/// What was allocated.
#[derive(Clone, Copy, Debug, Default)]
pub struct Allocated {
    /// Allocations, those that grow or shrink one included.
    pub times: u64,
    /// Bytes asked for by all of them.
    pub bytes: u64,
}

/// What `work` allocates on this thread.
pub fn during(work: impl FnOnce()) -> Allocated {
    let ((), counted) = densa_alloc::measure(work);
    Allocated { times: counted.allocs + counted.reallocs, bytes: counted.bytes_allocated }
}

#[cfg(test)]
mod tests {
    use super::during;

    #[test]
    fn the_counter_counts() {
        let allocated = during(|| drop(std::hint::black_box(vec![1u8; 100])));
        assert_eq!((allocated.times, allocated.bytes), (1, 100));
        assert_eq!(during(|| ()).times, 0);
    }
}
