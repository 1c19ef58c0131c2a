package io.raftkms.chaos.judge;

import java.util.List;

/** One promise over everything that was observed. */
@FunctionalInterface
interface Rule {
    List<Violation> judge(List<Observation> observations);
}
