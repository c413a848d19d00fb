/** What every service does alike, as auto-configuration: errors, deadlines, clients, security, messages. */
@NullMarked
package dev.orderflow.platform;

import org.jspecify.annotations.NullMarked;
