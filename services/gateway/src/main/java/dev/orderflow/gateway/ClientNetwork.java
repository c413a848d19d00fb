package dev.orderflow.gateway;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Names the network of a client's address: /24 of IPv4, /48 of IPv6, which is what one site has (RFC 6177). */
final class ClientNetwork {

    private ClientNetwork() {}

    /** @return null for what is no address; no name is looked up */
    static @Nullable String of(@Nullable String address) {
        if (address == null) {
            return null;
        }
        try {
            // Without the zone, which only this host knows.
            var ip = InetAddress.ofLiteral(address.replaceFirst("%.*", ""));
            var bytes = ByteBuffer.wrap(ip.getAddress());
            return ip instanceof Inet4Address
                    ? "%d.%d.%d.0/24".formatted(bytes.get() & 0xff, bytes.get() & 0xff, bytes.get() & 0xff)
                    : "%x:%x:%x::/48".formatted(bytes.getShort(), bytes.getShort(), bytes.getShort());
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
