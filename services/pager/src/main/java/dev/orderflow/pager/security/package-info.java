/** Who may do what: programs by a token, people by a login. */
@NullMarked
package dev.orderflow.pager.security;

import org.jspecify.annotations.NullMarked;
