package io.raftkms.chaos.judge;

import java.util.List;

/** One promise over everything that was observed, in any order. What it keeps of an observation is small: runs are long. */
interface Rule {
    void see(Observation seen);

    /** What is broken, by all that was seen so far. */
    List<Violation> broken();
}
