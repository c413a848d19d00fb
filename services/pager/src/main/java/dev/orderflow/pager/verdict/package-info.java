/** What responders say is wrong, in words of closed lists. */
@NullMarked
package dev.orderflow.pager.verdict;

import org.jspecify.annotations.NullMarked;
