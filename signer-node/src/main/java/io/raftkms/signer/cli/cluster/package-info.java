/** {@code raftkms cluster …}: commands that make a cluster, and that look at or change one that runs. */
package io.raftkms.signer.cli.cluster;
