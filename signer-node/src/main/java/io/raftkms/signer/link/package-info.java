/** Links to validator nodes: Netty pipelines, one class a concern: dialer, handshake handler, frame codec, request handler. */
package io.raftkms.signer.link;
