/** A long run in chapters, each judged when it is over, and its report: Markdown, and a time line as SVG. */
package io.raftkms.chaos.soak;
