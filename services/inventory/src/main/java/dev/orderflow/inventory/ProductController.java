package dev.orderflow.inventory;

import dev.orderflow.contracts.Product;
import dev.orderflow.contracts.RestockRequest;
import dev.orderflow.contracts.Sku;
import dev.orderflow.platform.error.ApiException;
import dev.orderflow.platform.error.ErrorCode;
import jakarta.validation.Valid;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** HTTP endpoints of products: lists, looks up and restocks them. */
@RestController
class ProductController {

    private static final int PAGE = 50;

    private final Products products;

    ProductController(Products products) {
        this.products = products;
    }

    /** @param after the last SKU of the page before this one */
    @GetMapping("/api/products")
    List<Product> page(@RequestParam(required = false) @Sku @Nullable String after) {
        return products.page(after == null ? "" : after, PAGE);
    }

    @GetMapping("/api/products/{sku}")
    Product product(@PathVariable @Sku String sku) {
        return products.bySku(sku).orElseThrow(() -> new ApiException(ErrorCode.NOT_FOUND, "No product " + sku + "."));
    }

    /** An operator's, see application.yaml. Not to be sent again where no answer came: look at the stock first. */
    @PostMapping("/api/products/{sku}/restock")
    Product restock(@PathVariable @Sku String sku, @Valid @RequestBody RestockRequest request) {
        return products.restock(sku, request.quantity());
    }
}
