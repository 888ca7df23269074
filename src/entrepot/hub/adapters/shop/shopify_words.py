"""What is asked of Shopify, in its Admin GraphQL API, version 2026-01. Each question has a name, by which logs and the
simulator know it.

Source: Shopify's reference of that version for `orders`, `productVariants`, `fulfillmentCreate` and
`inventorySetQuantities`.
"""

from __future__ import annotations

VERSION = "2026-01"

_MONEY = "{ shopMoney { amount currencyCode } }"
_ORDER = f"""
  id name createdAt updatedAt cancelledAt currencyCode taxesIncluded
  displayFinancialStatus displayFulfillmentStatus
  currentTotalTaxSet {_MONEY}
  shippingLines(first: 10) {{ nodes {{ discountedPriceSet {_MONEY} }} }}
  shippingAddress {{ name phone address1 address2 city province zip countryCodeV2 }}
  lineItems(first: 100) {{
    nodes {{
      sku name quantity currentQuantity requiresShipping
      originalUnitPriceSet {_MONEY}
      discountedTotalSet(withCodeDiscounts: true) {_MONEY}
      taxLines {{ priceSet {_MONEY} }}
    }}
    pageInfo {{ hasNextPage }}
  }}
"""

SHOP = "query Shop { shop { name currencyCode } }"

ORDERS = f"""query Orders($query: String!, $after: String) {{
  orders(first: 50, after: $after, query: $query, sortKey: UPDATED_AT) {{
    nodes {{ {_ORDER} }}
    pageInfo {{ hasNextPage endCursor }}
  }}
}}"""

ORDER = f"query Order($id: ID!) {{ order(id: $id) {{ {_ORDER} }} }}"

PRODUCTS = """query Products($after: String) {
  shop { currencyCode }
  productVariants(first: 100, after: $after) {
    nodes {
      sku barcode price title
      product { title status }
      inventoryItem {
        harmonizedSystemCode countryCodeOfOrigin
        measurement { weight { value unit } }
      }
    }
    pageInfo { hasNextPage endCursor }
  }
}"""

TO_FULFIL = """query ToFulfil($id: ID!) {
  order(id: $id) { fulfillmentOrders(first: 50) { nodes { id status } } }
}"""

FULFIL = """mutation Fulfil($fulfillment: FulfillmentInput!) {
  fulfillmentCreate(fulfillment: $fulfillment) {
    fulfillment { id status }
    userErrors { field message }
  }
}"""

ITEMS = """query Items($query: String!) {
  locations(first: 10) { nodes { id isActive fulfillsOnlineOrders } }
  inventoryItems(first: 100, query: $query) { nodes { id sku } }
}"""

SET_STOCK = """mutation SetStock($input: InventorySetQuantitiesInput!) {
  inventorySetQuantities(input: $input) {
    inventoryAdjustmentGroup { createdAt }
    userErrors { field message }
  }
}"""
