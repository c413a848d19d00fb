/**
 * The lessons of the folder {@code course}, and the working trees that are made from them. Start with
 * {@code WorkingTree}. Uses no other package of ours.
 */
@NullMarked
package dev.orderflow.course.lesson;

import org.jspecify.annotations.NullMarked;
