/** One member's process: puts links, signature service, keys, cluster and admin side together, and takes them apart. */
package io.raftkms.signer.node;
