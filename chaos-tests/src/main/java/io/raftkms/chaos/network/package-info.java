/** A network of this machine that can be slow, narrow, cut or one-way: proxies between members, which notice nothing else. */
package io.raftkms.chaos.network;
