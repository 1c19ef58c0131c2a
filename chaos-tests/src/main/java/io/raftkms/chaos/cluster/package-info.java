/** The packaged program as processes: members, clusters of them, and what their commands say. */
package io.raftkms.chaos.cluster;
