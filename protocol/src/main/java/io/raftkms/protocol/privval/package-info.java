/** The privval protocol: messages of every dialect by one superset schema, slim replies, framing, limits. */
package io.raftkms.protocol.privval;
