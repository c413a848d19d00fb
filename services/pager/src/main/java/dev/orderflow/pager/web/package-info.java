/**
 * Web pages for responders, and the public status page. Start with {@code PagesController}. Uses {@code page},
 * {@code evidence}, {@code silence}, {@code verdict}, {@code stores} and {@code walk.cause}; the API for programs is in
 * {@code api}.
 */
@NullMarked
package dev.orderflow.pager.web;

import org.jspecify.annotations.NullMarked;
