package dev.orderflow.platform.telemetry;

import dev.orderflow.contracts.Address;

/** Records what kind of delivery address a request is about, and nothing by which the address could be found. */
public final class AddressAttributes {

    private AddressAttributes() {}

    public static void record(Address address) {
        if (!RequestAttributes.areRecorded()) {
            return;
        }
        RequestAttributes.ADDRESS_COUNTRY.set(address.country());
        RequestAttributes.ADDRESS_CITY_CHARSET.set(TextCharset.of(address.city()));
        RequestAttributes.ADDRESS_CITY_LENGTH.set(
                (long) address.city().codePointCount(0, address.city().length()));
        RequestAttributes.ADDRESS_STREET_CHARSET.set(TextCharset.of(address.street()));
    }
}
