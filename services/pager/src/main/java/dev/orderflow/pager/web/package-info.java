/** The same for people, and a status page for everybody. */
@NullMarked
package dev.orderflow.pager.web;

import org.jspecify.annotations.NullMarked;
