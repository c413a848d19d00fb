package dev.orderflow.pager.board;

import dev.orderflow.pager.board.Dashboard.Panel;
import dev.orderflow.pager.board.Drawing.Marker;
import dev.orderflow.pager.evidence.Affected;
import dev.orderflow.pager.evidence.Chain;
import dev.orderflow.pager.evidence.EvidenceStore;
import dev.orderflow.pager.page.Headline;
import dev.orderflow.pager.page.Pages;
import dev.orderflow.platform.error.ApiException;
import dev.orderflow.platform.error.ErrorCode;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseBody;

/** HTTP endpoints of the board. A script renders its charts; without one each panel's values are shown as a table. */
@Controller
@RequestMapping("/board")
class BoardController {

    private static final String FIRST = "night-shift";

    /** How many open pages are looked through for whom they are about. */
    private static final int OPEN = 5;

    /** Seconds between two drawings; 0 for one. */
    private static final Map<Integer, String> REFRESH = Map.of(0, "never", 15, "every 15 s", 60, "every minute");

    private final Dashboards dashboards;
    private final Board board;
    private final Links links;
    private final Pages pages;
    private final EvidenceStore evidence;

    BoardController(Dashboards dashboards, Board board, Links links, Pages pages, EvidenceStore evidence) {
        this.dashboards = dashboards;
        this.board = board;
        this.links = links;
        this.pages = pages;
        this.evidence = evidence;
    }

    /** An open page with what distinguishes the shoppers that it is about. */
    record Hit(Headline page, List<Affected.Finding> findings) {}

    /** A panel with what the page says of it before anything is asked. */
    record Shown(Panel panel, boolean rendered, String elsewhere, List<Dashboard.Link> links) {}

    @GetMapping
    String first() {
        var all = dashboards.all();
        if (all.isEmpty()) {
            return "board-none";
        }
        var first = all.stream()
                .filter(dashboard -> dashboard.uid().equals(FIRST))
                .findFirst()
                .orElse(all.getFirst());
        return "redirect:/board/" + first.uid();
    }

    @GetMapping("/{uid}")
    String dashboard(
            @PathVariable String uid,
            @RequestParam Map<String, String> parameters,
            @RequestParam(defaultValue = "15") int refresh,
            Model model) {
        var dashboard = dashboards.get(uid);
        var choice = Choice.of(dashboard, parameters);
        var values = new LinkedHashMap<String, Collection<String>>();
        dashboard.variables().forEach(variable -> values.put(variable.name(), board.values(variable, choice)));
        model.addAttribute("dashboard", dashboard);
        model.addAttribute("dashboards", dashboards.all());
        model.addAttribute("choice", choice);
        model.addAttribute("values", values);
        model.addAttribute("ranges", Range.values());
        model.addAttribute("refreshes", new TreeMap<>(REFRESH));
        model.addAttribute("refresh", REFRESH.containsKey(refresh) ? refresh : 15);
        model.addAttribute("hits", hits());
        model.addAttribute(
                "panels",
                dashboard.panels().stream().map(panel -> shown(panel, choice)).toList());
        return "board";
    }

    /** A panel's values as a table. */
    @GetMapping("/{uid}/{id}")
    String values(
            @PathVariable String uid,
            @PathVariable long id,
            @RequestParam Map<String, String> parameters,
            Model model) {
        var dashboard = dashboards.get(uid);
        var choice = Choice.of(dashboard, parameters);
        var panel = panel(dashboard, id);
        model.addAttribute("dashboard", dashboard);
        model.addAttribute("choice", choice);
        model.addAttribute("shown", shown(panel, choice));
        model.addAttribute("drawing", board.draw(panel, choice));
        return "board-values";
    }

    @GetMapping("/{uid}/{id}/data")
    @ResponseBody
    Drawing data(@PathVariable String uid, @PathVariable long id, @RequestParam Map<String, String> parameters) {
        var dashboard = dashboards.get(uid);
        return board.draw(panel(dashboard, id), Choice.of(dashboard, parameters));
    }

    @GetMapping("/{uid}/events")
    @ResponseBody
    List<Marker> events(@PathVariable String uid, @RequestParam Map<String, String> parameters) {
        var dashboard = dashboards.get(uid);
        return board.events(dashboard, Choice.of(dashboard, parameters));
    }

    private List<Hit> hits() {
        return pages.openHeadlines(OPEN).stream()
                .flatMap(page -> evidence.newestOf(page.number()).map(Chain::affected).stream()
                        .map(affected -> new Hit(page, affected.findings())))
                .filter(hit -> !hit.findings().isEmpty())
                .toList();
    }

    private Shown shown(Panel panel, Choice choice) {
        var rendered = Board.isRendered(panel);
        var elsewhere = rendered || panel.targets().isEmpty()
                ? ""
                : links.asked(choice.in(panel.targets().getFirst().expression()), choice);
        return new Shown(panel, rendered, elsewhere, links.onward(panel.links(), choice));
    }

    private static Panel panel(Dashboard dashboard, long id) {
        return dashboard.panels().stream()
                .filter(panel -> panel.id() == id)
                .findFirst()
                .orElseThrow(
                        () -> new ApiException(ErrorCode.NOT_FOUND, "There is no panel " + id + " on this dashboard."));
    }
}
