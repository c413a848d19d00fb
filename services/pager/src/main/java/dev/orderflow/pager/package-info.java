/**
 * The pager: takes alerts, keeps them as pages, and notifies the people on call until one of them answers. Start with
 * {@code PagerProperties} here, then {@code page.Paging}. This package holds what the packages below share. They may
 * use it, {@code platform}, and {@code page}; {@code page} uses none that receives alerts or notifies.
 */
@NullMarked
package dev.orderflow.pager;

import org.jspecify.annotations.NullMarked;
