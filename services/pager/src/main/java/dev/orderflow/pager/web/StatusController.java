package dev.orderflow.pager.web;

import dev.orderflow.pager.page.Pages;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/**
 * The public status page: of the open pages it shows no more than whether there are any, since when, and that somebody
 * is on it.
 */
@Controller
class StatusController {

    private final Pages pages;

    StatusController(Pages pages) {
        this.pages = pages;
    }

    @GetMapping("/status")
    String status(Model model) {
        var status = pages.status();
        model.addAttribute("works", status.open() == 0);
        model.addAttribute("since", status.since());
        model.addAttribute("taken", status.open() == status.acknowledged());
        return "status";
    }
}
