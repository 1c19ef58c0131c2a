/** CometBFT's formats, read and written by code of this module alone: protobuf, sign bytes, privval messages. */
package io.raftkms.chaos.wire;
