package dev.orderflow.user;

import dev.orderflow.platform.warmup.WarmUp;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Warms up the user service: looks for a profile that does not exist. */
@Component
final class ProfileWarmUp implements WarmUp {

    private static final UUID NOBODY = new UUID(0, 0);

    private final Profiles profiles;
    private final ProfileCache cache;

    ProfileWarmUp(Profiles profiles, ProfileCache cache) {
        this.profiles = profiles;
        this.cache = cache;
    }

    @Override
    public void run() {
        cache.get(NOBODY, () -> profiles.byId(NOBODY));
        profiles.address(NOBODY, NOBODY);
    }
}
