package dev.orderflow.pager.web;

import dev.orderflow.pager.page.Page;
import dev.orderflow.pager.page.PageState;
import dev.orderflow.pager.page.Pages;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/** How things are, for everybody: no more of the open pages than whether there are any, since when, and that somebody is on it. */
@Controller
class StatusController {

    /** Beyond these the answer is the same. */
    private static final int LOOKED_AT = 1000;

    private final Pages pages;

    StatusController(Pages pages) {
        this.pages = pages;
    }

    @GetMapping("/status")
    String status(Model model) {
        var open = pages.open(LOOKED_AT);
        model.addAttribute("works", open.isEmpty());
        model.addAttribute("since", since(open));
        model.addAttribute("taken", open.stream().allMatch(page -> page.state() == PageState.ACKNOWLEDGED));
        return "status";
    }

    private static Instant since(List<Page> open) {
        return open.stream().map(Page::triggeredAt).min(Comparator.naturalOrder()).orElse(Instant.EPOCH);
    }
}
