/** Members that are killed and stopped under load, round after round. */
package io.raftkms.chaos.kills;
