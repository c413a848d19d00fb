package dev.orderflow.pager.web;

import dev.orderflow.pager.evidence.EvidenceStore;
import dev.orderflow.pager.page.Pages;
import dev.orderflow.pager.page.Paging;
import dev.orderflow.pager.page.Timeline;
import dev.orderflow.pager.silence.Silences;
import java.security.Principal;
import java.time.Duration;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;

/** Web pages for responders. All of them work without a script; with one they update by themselves. */
@Controller
class PagesController {

    private static final int SHOWN = 100;
    private static final Duration SILENCE = Duration.ofHours(1);

    private final Pages pages;
    private final Paging paging;
    private final Timeline timeline;
    private final EvidenceStore evidence;
    private final Silences silences;
    private final Runbooks runbooks;

    PagesController(
            Pages pages,
            Paging paging,
            Timeline timeline,
            EvidenceStore evidence,
            Silences silences,
            Runbooks runbooks) {
        this.pages = pages;
        this.paging = paging;
        this.timeline = timeline;
        this.evidence = evidence;
        this.silences = silences;
        this.runbooks = runbooks;
    }

    @GetMapping("/login")
    String login() {
        return "login";
    }

    @GetMapping("/")
    String list(Model model) {
        model.addAttribute("count", pages.countOpen());
        model.addAttribute("open", pages.openHeadlines(SHOWN));
        model.addAttribute("resolved", pages.resolvedHeadlines(SHOWN / 5));
        return "pages";
    }

    @GetMapping("/pages/{number}")
    String page(@PathVariable long number, Model model) {
        var page = pages.get(number);
        model.addAttribute("page", page);
        model.addAttribute("timeline", timeline.of(number).reversed());
        model.addAttribute("walking", evidence.isWanted(number));
        model.addAttribute("runbook", runbooks.html(page.detail().alertName()).orElse(""));
        evidence.newestOf(number).ifPresent(chain -> {
            model.addAttribute("chain", chain);
            model.addAttribute("waterfall", Waterfall.of(chain.bars()));
            var affected = chain.affected();
            if (affected != null) {
                model.addAttribute(
                        "twins", affected.findings().stream().map(Twins::of).toList());
            }
        });
        return "page";
    }

    @PostMapping("/pages/{number}/acknowledge")
    String acknowledge(@PathVariable long number, Principal person) {
        paging.acknowledge(number, person.getName());
        return "redirect:/pages/" + number;
    }

    @PostMapping("/pages/{number}/resolve")
    String resolve(@PathVariable long number, Principal person) {
        paging.resolve(number, person.getName());
        return "redirect:/pages/" + number;
    }

    @PostMapping("/pages/{number}/silence")
    String silence(@PathVariable long number, Principal person) {
        silences.create(number, SILENCE, person.getName(), "page " + number);
        return "redirect:/pages/" + number;
    }
}
