/** Faults that begin and are healed, whom they befall, and when: by a seed or by a script. */
package io.raftkms.chaos.nemesis;
