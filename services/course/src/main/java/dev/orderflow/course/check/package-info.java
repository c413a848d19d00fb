/**
 * The checks of the lessons: each puts load and one trouble on a running system, and asks its telemetry. Start with
 * {@code LessonCheck}. May use {@code local}, {@code load}, {@code stores}, and of {@code drill} the packages
 * {@code cluster} and {@code telemetry}.
 */
@NullMarked
package dev.orderflow.course.check;

import org.jspecify.annotations.NullMarked;
