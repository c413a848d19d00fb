package dev.orderflow.pager.api;

import dev.orderflow.pager.evidence.Chain;
import dev.orderflow.pager.evidence.EvidenceStore;
import dev.orderflow.pager.page.Headline;
import dev.orderflow.pager.page.Page;
import dev.orderflow.pager.page.Pages;
import dev.orderflow.pager.page.Paging;
import dev.orderflow.pager.page.Timeline;
import dev.orderflow.pager.silence.Silences;
import dev.orderflow.pager.silence.Silences.Silence;
import dev.orderflow.platform.error.ApiException;
import dev.orderflow.platform.error.ErrorCode;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.security.Principal;
import java.time.Duration;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** HTTP API of pages, for programs, with all that a person can do; see openapi.yaml. */
@RestController
@RequestMapping("/api/v1/pages")
class PageApi {

    private final Pages pages;
    private final Paging paging;
    private final Timeline timeline;
    private final EvidenceStore evidence;
    private final Silences silences;

    PageApi(Pages pages, Paging paging, Timeline timeline, EvidenceStore evidence, Silences silences) {
        this.pages = pages;
        this.paging = paging;
        this.timeline = timeline;
        this.evidence = evidence;
        this.silences = silences;
    }

    /** @param minutes how long, a week at most */
    record SilenceRequest(
            @Min(1) @Max(10_080) int minutes,
            @NotBlank @Size(max = 500) String comment) {}

    /** Each is read when those before it are written: a thousand pages at once may be more than the heap. */
    @GetMapping
    Iterable<Page> list(
            @RequestParam(defaultValue = "open") String state,
            @RequestParam(defaultValue = "100") @Min(1) @Max(1000) int limit) {
        var listed = switch (state) {
            case "open" -> pages.openHeadlines(limit);
            case "resolved" -> pages.resolvedHeadlines(limit);
            default -> throw new ApiException(ErrorCode.VALIDATION_FAILED, "state must be open or resolved");
        };
        return () -> listed.stream().map(Headline::number).map(pages::get).iterator();
    }

    @GetMapping("/{number}")
    Page get(@PathVariable long number) {
        return pages.get(number);
    }

    @PostMapping("/{number}/acknowledge")
    Page acknowledge(@PathVariable long number, Principal program) {
        return paging.acknowledge(number, program.getName());
    }

    @PostMapping("/{number}/resolve")
    Page resolve(@PathVariable long number, Principal program) {
        return paging.resolve(number, program.getName());
    }

    @PostMapping("/{number}/silence")
    Silence silence(@PathVariable long number, @Valid @RequestBody SilenceRequest request, Principal program) {
        return silences.create(number, Duration.ofMinutes(request.minutes()), program.getName(), request.comment());
    }

    @GetMapping("/{number}/timeline")
    List<Timeline.Entry> timeline(@PathVariable long number) {
        return timeline.of(pages.get(number).number());
    }

    @GetMapping("/{number}/evidence")
    List<Chain> evidence(@PathVariable long number) {
        return evidence.of(pages.get(number).number());
    }
}
