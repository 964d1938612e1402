export const historyFile = {
  "history.title": "Older orders from a file",
  "history.subtitle":
    "Shopify lets the app read orders from {instant} on. Older ones can be added from Shopify’s own order export.",
  "history.subtitle.all": "Shopify lets the app read all orders of the shop.",

  "history.how.title": "Export your orders in Shopify",
  "history.how.body":
    "In Shopify, open Orders and choose Export, All orders, as a plain CSV file. Give that file here as it is: a spreadsheet that saves it again shortens order numbers and changes dates.",
  "history.choose": "Choose the file",
  "history.choose.again": "Choose another file",
  "history.choose.hint": "CSV, up to {size} MiB. You see what is in it before anything is added.",
  "history.all.title": "Nothing to add",
  "history.all.body": "The whole history comes from Shopify itself, so a file would add nothing.",

  "history.sending": "Sending {name}",
  "history.sending.progress": "{sent} of {size} MiB. Leave this page open.",
  "history.left.title": "The file did not arrive whole",
  "history.left.body": "{received} of {size} MiB of {name} arrived. Choose the file again to send it anew.",
  "history.failed.title": "The file was not taken",
  "history.failed.empty": "The file is empty.",
  "history.failed.too_large":
    "The file is larger than {size} MiB. Export fewer orders at a time, such as a year.",
  "history.failed.busy": "Another file is being added or taken out. Wait until that is done.",
  "history.failed.interrupted":
    "The connection broke, or the app did not answer. Nothing was added; choose the file again.",
  "history.failed.zip": "This is a ZIP archive. Unpack it, and give the CSV file that is in it.",
  "history.failed.workbook":
    "This is an Excel workbook (.xlsx). Give the CSV file as Shopify made it, without a spreadsheet in between.",
  "history.failed.xls":
    "This is an Excel workbook (.xls). Give the CSV file as Shopify made it, without a spreadsheet in between.",
  "history.failed.gzip": "This file is compressed (gzip). Unpack it, and give the CSV file that is in it.",
  "history.failed.pdf": "This is a PDF. Export the orders in Shopify as a CSV file.",

  "history.reading.title": "Reading {name}",
  "history.reading.body": "Nothing is added yet. You may leave this page; the preview is going to be here.",

  "history.refused.title": "{name} cannot be used",
  "history.refused.zip": "This is a ZIP archive. Unpack it, and give the CSV file that is in it.",
  "history.refused.workbook": "This is an Excel workbook. Give the CSV file as Shopify made it.",
  "history.refused.xls": "This is an Excel workbook. Give the CSV file as Shopify made it.",
  "history.refused.gzip": "This file is compressed. Unpack it first.",
  "history.refused.pdf": "This is a PDF. Export the orders in Shopify as a CSV file.",
  "history.refused.not_text": "The file has bytes that no text has. Give the CSV file as Shopify made it.",
  "history.refused.no_export":
    "It is not Shopify’s order export: these columns are missing: {detail}. Export the orders in Shopify under Orders, Export.",
  "history.refused.unclosed_quote":
    "The quotation mark that opens on line {detail} is never closed. Give the file as Shopify made it.",
  "history.refused.no_orders":
    "It has no order in the shop’s currency that could be read. The rows below say why.",
  "history.refused.too_many_refused":
    "{detail} orders cannot be read. Figures from the rest would mislead, so nothing can be added. The rows below say what would be right.",
  "history.refused.erased_meanwhile":
    "A person was erased while the file was on its way, and the file with it. Choose the file again: what is erased stays out.",

  "history.preview.title": "{name}: what would be added",
  "history.preview.understood":
    "{delimiter}, {columns} columns, {rows} rows, {first} to {last}, {orders, plural, one {# order} other {# orders}} of {customers, plural, one {# customer} other {# customers}}, {currencies}",
  "history.preview.delimiter.comma": "Comma",
  "history.preview.delimiter.semicolon": "Semicolon",
  "history.preview.delimiter.tab": "Tab",
  "history.preview.delimiter.bar": "Vertical bar",
  "history.preview.currency": "{orders} in {currency}",
  "history.preview.adding": "Would be added",
  "history.preview.adding.value": "{orders, plural, =0 {No order} one {# order} other {# orders}}",
  "history.preview.adding.help":
    "{counted} of them count, with net sales of {amount}. {known} belong to a customer of the shop by e-mail address; the others count as guest orders.",
  "history.preview.there": "From Shopify already",
  "history.preview.there.help": "Left alone: what Shopify itself says always wins.",
  "history.preview.other": "Left out as well",
  "history.preview.other.none": "None",
  "history.preview.added_before": "{orders, plural, one {# was} other {# were}} added from a file before",
  "history.preview.deleted": "{orders, plural, one {# was} other {# were}} deleted in Shopify",
  "history.preview.recent":
    "{orders, plural, one {# is} other {# are}} so recent that Shopify alone says whether {orders, plural, one {it exists} other {they exist}}",
  "history.preview.currency_title":
    "{orders, plural, one {# order is} other {# orders are}} in another currency",
  "history.preview.currency_body":
    "The shop’s currency is {currency}. Amounts in another one are never added to it, so these orders are left out.",
  "history.preview.refused_title":
    "{orders, plural, one {# order cannot be read} other {# orders cannot be read}}",
  "history.preview.refused_body": "They are left out. The rows below say why, and what would be right.",
  "history.preview.doubtful_title":
    "{orders, plural, one {# order contradicts itself} other {# orders contradict themselves}}",
  "history.preview.doubtful_body":
    "Lines and totals do not fit together, for example {names}. They count by their lines, and the Sync page names them.",
  "history.preview.confirm": "Add {orders, plural, one {# order} other {# orders}}",
  "history.preview.nothing": "Nothing in this file can be added.",
  "history.preview.discard": "Discard the file",

  "history.refused_rows": "Rows that cannot be used",
  "history.refused_rows.shown": "The first {shown}. The download has all of them.",
  "history.refused_rows.download": "Download as CSV",
  "history.refused_rows.failed": "The rows could not be downloaded. Try again.",
  "history.refused.row": "Row",
  "history.refused.order": "Order",
  "history.refused.column": "Column",
  "history.refused.value": "What it has",
  "history.refused.why": "Why",
  "history.refused.right": "What would be right",
  "history.why.no_name": "The order has no name",
  "history.right.no_name": "The order’s name, such as #1001, on each of its rows",
  "history.why.no_id": "The order has no number of Shopify’s",
  "history.right.no_id": "Shopify’s number of the order, on its first row",
  "history.why.bad_id": "Not an order number of Shopify’s",
  "history.right.bad_id": "All digits, such as 5650123456789; a spreadsheet shortens them to 5.65E+12",
  "history.why.bad_date": "Not a time as Shopify writes it",
  "history.right.bad_date": "Such as 2024-01-07 10:15:00 +0100",
  "history.why.bad_amount": "Not an amount",
  "history.right.bad_amount": "Digits with a decimal point, such as 1266.61",
  "history.why.bad_quantity": "Not a number of units",
  "history.right.bad_quantity": "A whole number from 0",
  "history.why.bad_status": "Not a payment status of Shopify’s",
  "history.right.bad_status":
    "paid, pending, authorized, partially_paid, partially_refunded, refunded, voided or expired",
  "history.why.unknown_currency": "Not a currency",
  "history.right.unknown_currency": "A code of three letters, such as EUR",
  "history.why.other_currency": "Another currency than the shop’s",
  "history.right.other_currency": "Nothing to do: currencies are never added to each other",
  "history.why.no_lines": "The order has no line",
  "history.right.no_lines": "A name, a price and a quantity for each line",
  "history.why.stray_line": "A line of an order whose first row is not above it",
  "history.right.stray_line":
    "All rows of an order together, the first with its totals, as Shopify writes them",
  "history.why.shifted": "More cells than the header has columns",
  "history.right.shifted": "One cell for each column; text with a comma in quotation marks",
  "history.why.twice": "The order is in the file twice",
  "history.right.twice": "Each order once; the first one is taken",

  "history.importing.title": "Adding the orders of {name}",
  "history.importing.progress": "{done} of {orders} looked at. You may leave this page.",
  "history.undoing.title": "Taking the orders of {name} out",
  "history.undoing.body": "You may leave this page.",

  "history.done.title": "Files that were added",
  "history.done.added": "{added, plural, =0 {No order} one {# order} other {# orders}} added on {when}",
  "history.undone.added": "Taken out on {when}",
  "history.undo": "Take out",
  "history.undo.of": "Take the orders of {name} out",
  "history.undo.title": "Take these orders out?",
  "history.undo.body":
    "The orders that were added from {name} leave the app again, and every figure is as it would be without them. Orders that Shopify has given itself since then stay. Nothing changes in Shopify.",
  "history.undo.confirm": "Take out",
  "history.undo.cancel": "Cancel",
} as const;
