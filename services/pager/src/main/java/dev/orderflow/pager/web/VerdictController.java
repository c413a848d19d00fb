package dev.orderflow.pager.web;

import dev.orderflow.pager.evidence.Chain;
import dev.orderflow.pager.evidence.EvidenceStore;
import dev.orderflow.pager.page.Pages;
import dev.orderflow.pager.verdict.Verdicts;
import dev.orderflow.platform.error.ApiException;
import dev.orderflow.walk.cause.Cause;
import jakarta.servlet.http.HttpServletResponse;
import java.security.Principal;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The form by which a person states a verdict. It does not update by itself, so that what is half filled in stays. */
@Controller
class VerdictController {

    private static final int SHOWN = 20;
    private static final List<String> COMPONENTS =
            Arrays.stream(Cause.Component.values()).map(Cause.Component::id).toList();
    private static final List<String> MECHANISMS =
            Arrays.stream(Cause.Mechanism.values()).map(Cause.Mechanism::id).toList();

    private final Verdicts verdicts;
    private final Pages pages;
    private final EvidenceStore evidence;

    VerdictController(Verdicts verdicts, Pages pages, EvidenceStore evidence) {
        this.verdicts = verdicts;
        this.pages = pages;
        this.evidence = evidence;
    }

    /** @param page null for the system as a whole */
    @GetMapping("/verdicts")
    String form(@RequestParam @Nullable Long page, Model model) {
        return form(page, "", "", page == null ? "" : traceOf(page), "", model);
    }

    @PostMapping("/verdicts")
    String state(
            @RequestParam @Nullable Long page,
            @RequestParam(defaultValue = "") String component,
            @RequestParam(defaultValue = "") String mechanism,
            @RequestParam(defaultValue = "") String traceId,
            Principal person,
            Model model,
            HttpServletResponse response) {
        try {
            verdicts.state(page, component, mechanism, traceId.strip(), person.getName());
            return "redirect:" + (page == null ? "/verdicts" : "/pages/" + page);
        } catch (ApiException e) {
            response.setStatus(e.code().status().value());
            return form(page, component, mechanism, traceId, String.valueOf(e.getMessage()), model);
        }
    }

    /** Nothing is wrong, in one tap. */
    @PostMapping("/verdicts/no-incident")
    String noIncident(Principal person) {
        verdicts.state(null, Cause.Component.NONE.id(), Cause.Mechanism.NONE.id(), "", person.getName());
        return "redirect:/verdicts";
    }

    private String form(
            @Nullable Long page, String component, String mechanism, String traceId, String error, Model model) {
        model.addAttribute("number", page);
        model.addAttribute("component", component);
        model.addAttribute("mechanism", mechanism);
        model.addAttribute("traceId", traceId);
        model.addAttribute("error", error);
        model.addAttribute("components", COMPONENTS);
        model.addAttribute("mechanisms", MECHANISMS);
        model.addAttribute("verdicts", verdicts.newest(SHOWN));
        return "verdicts";
    }

    /** The one that stands beside the page; whoever found a better one puts that in its place. */
    private String traceOf(long page) {
        return evidence.of(pages.get(page).number()).stream()
                .filter(Chain::arrived)
                .map(Chain::traceId)
                .findFirst()
                .orElse("");
    }
}
