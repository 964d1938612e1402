export const model = {
  "model.title": "Model",
  "model.subtitle": "How the next 12 months are predicted, and how well it worked on orders it had not seen",

  "model.waiting.title": "Your orders are being read",
  "model.waiting.body":
    "A model is fitted to them as soon as they are complete. You can leave this page; the reading continues.",
  "model.waiting.action": "View the sync",
  "model.empty.title": "No orders yet",
  "model.empty.body":
    "Predictions are learnt from this shop’s own orders and from nothing else. The first order starts the learning.",
  "model.empty.action": "View customers",

  "model.learning.title": "There is no model yet",
  "model.learning.what": "What it takes",
  "model.learning.customers": "Customers with an order",
  "model.learning.customers.needed": "{needed} are needed",
  "model.learning.repeat": "Customers who came back",
  "model.learning.repeat.needed": "At least one is needed, and with more the predictions get better",
  "model.learning.history": "Weeks since the first order",
  "model.learning.history.needed": "{needed} are needed",
  "model.learning.met": "Enough",
  "model.learning.open": "Not yet",
  "model.learning.too_few_customers":
    "{needed} customers with an order are needed, and there {customers, plural, one {is #} other {are #}} so far. With fewer, a pattern cannot be told from chance.",
  "model.learning.no_repeat_purchases":
    "None of {customers, plural, one {# customer} other {# customers}} has ordered a second time yet. How often people come back can be learnt only once somebody does.",
  "model.learning.history_too_short":
    "{needed} weeks of orders are needed, and there {weeks, plural, one {is #} other {are #}} so far. Before that nobody has had the time to come back, or to stay away.",
  "model.learning.did_not_converge":
    "None of the models describes this shop’s orders well enough to be trusted with a number. They are tried again every night with the newest orders.",
  "model.learning.took_too_long":
    "Fitting a model to this shop’s orders took too long and was ended, so that it holds up nothing else. It is tried again every night with the newest orders.",
  "model.learning.not_fitted_yet":
    "The first model is being fitted to your orders now. It takes a few seconds to a few minutes; this page shows it by itself.",
  "model.learning.until":
    "Until then no page shows a predicted value. What customers have bought so far does not depend on it.",

  "model.stopped.title": "This model was fitted on {instant}, and no newer one could be",
  "model.stopped.body":
    "Fitting a newer one took too long and was ended, so that it holds up nothing else. This model still predicts, from the newest orders of each customer. A new fit is tried every night.",

  "model.which.title": "Which model, and why",
  "model.family.nbd":
    "Customers order at their own pace, and nothing in the orders says that they leave for good.",
  "model.family.bg_nbd":
    "Customers order at their own pace, and after an order some of them leave for good, silently.",
  "model.family.mbg_nbd":
    "Customers order at their own pace, and after any order, the first included, some of them leave for good, silently.",
  "model.family.pareto_nbd":
    "Customers order at their own pace, and each leaves silently at some time of their own, whether they have just ordered or not.",
  "model.family.bg_cnbd":
    "Customers order at their own pace and rather regularly, and after an order some of them leave for good, silently.",
  "model.family.mbg_cnbd":
    "Customers order at their own pace and rather regularly, and after any order, the first included, some of them leave for good, silently.",
  "model.formal.nbd": "NBD",
  "model.formal.bg_nbd": "BG/NBD",
  "model.formal.mbg_nbd": "MBG/NBD",
  "model.formal.pareto_nbd": "Pareto/NBD",
  "model.formal.bg_cnbd": "BG/CNBD-{k}",
  "model.formal.mbg_cnbd": "MBG/CNBD-{k}",
  "model.formal.same_rate": "The same rate as so far",
  "model.formal.cohort_average": "The average customer",
  "model.formal.seasonal": "{name} with season",
  "model.which.lowest_error":
    "{candidates, plural, one {It is the only candidate.} other {Of # candidates, {name} had the lowest error over the last {weeks, plural, one {week} other {# weeks}} among those whose whole distribution was about equally good.}}",
  "model.which.simpler_of_equals":
    "Of {candidates, plural, one {# candidate} other {# candidates}}, some predicted the last {weeks, plural, one {week} other {# weeks}} about equally well, within the limits of chance. {name} is the simplest of those.",
  "model.which.untested": "{name} has not been tested yet: see below.",
  "model.which.fitted": "Fitted",
  "model.which.customers": "Learnt from",
  "model.which.customers.value": "{customers, plural, one {# customer} other {# customers}}",
  "model.which.repeat": "Of whom came back",
  "model.which.until": "Orders up to",
  "model.which.leans":
    "With so few customers, part of this rests on what is usual among shops. It counts as much as a few customers, so it fades as yours grow in number.",
  "model.which.nightly": "It is fitted and tested again every night.",

  "model.baseline.title": "No model predicted better than the average",
  "model.baseline.body":
    "In the last {weeks, plural, one {week} other {# weeks}} the best of {candidates, plural, one {# model} other {# models}} came no closer to what happened than the average of all customers. So the app expects of every customer what the average customer did per week so far, until a model does better. This is tested again every night.",
  "model.baseline.which": "Every customer is expected to order as often as the average customer did so far.",

  "model.test.title": "How well it predicted what it had not seen",
  "model.test.period":
    "The orders from {from} to {to} were hidden. Each candidate was fitted to the orders before them and predicted {customers, plural, one {# customer} other {# customers}}; then the hidden orders were compared. The model was chosen by these same weeks, so it looks a little better here than it is.",
  "model.test.orders": "Predicted orders",
  "model.test.value": "Predicted net sales",
  "model.test.predicted_of":
    "{sign, select, over {{share} above the {actual} that came} under {{share} below the {actual} that came} other {As much came}}",
  "model.test.predicted_zero": "{actual} came",
  "model.test.predicted_nothing": "Nothing came",
  "model.test.orders.formula":
    "The expected orders of all customers in the hidden weeks, added up, beside the orders that came. Several orders of a customer on one day are one. Customers who came first in the hidden weeks are in neither.",
  "model.test.value.formula":
    "The expected net sales of all customers in the hidden weeks, added up and not discounted, beside the net sales that came from the same customers.",
  "model.test.input.predicted": "Predicted",
  "model.test.input.actual": "Came",
  "model.test.input.bias": "Difference, as a share of actual",
  "model.test.top": "Brought by its best tenth",
  "model.test.top.basis": "Of net sales came from the 10% it ranked highest",
  "model.test.top.basis_orders": "Of orders came from the 10% it ranked highest",
  "model.test.top.none": "A plain rule puts nobody before anybody",
  "model.test.top.formula":
    "Customers are put in order of what was predicted for them. The figure is the share of the hidden weeks’ actual total that came from the first tenth of customers. By chance it would be 10%.",
  "model.test.coverage": "Ranges that held",
  "model.test.coverage.basis": "Of customers ended within their 8-of-10 range; 80% is right",
  "model.test.coverage.none": "A plain rule comes without ranges",
  "model.test.coverage.formula":
    "For each customer the model gives a range that should hold in 8 of 10 cases. The figure is the share for whom it did in the hidden weeks. The ranges were widened or narrowed by what one half of the customers showed, and tried on the other half. Orders are few whole numbers, so a case on the border counts in part.",
  "model.test.input.coverage_orders": "Ranges of orders",
  "model.test.input.coverage_value": "Ranges of net sales",
  "model.test.none.title": "Not tested on this shop’s past yet",
  "model.test.none.body":
    "To test a model, the last weeks are hidden and predicted from the orders before them. There are too few orders before them here: too few customers, or too few of them who came back. The predictions are shown, but it is not known yet how good they are. It is tried again every night.",

  "model.errors.title": "Error per customer",
  "model.errors.basis": "Mean difference between prediction and actual",
  "model.errors.best_model": "{name} (best model)",
  "model.errors.method": "Prediction",
  "model.errors.value": "Net sales",
  "model.errors.orders": "Orders",
  "model.errors.in_use": "{name} (in use)",
  "model.errors.against.same_rate":
    "{compared, select, closer {In orders, {name} was {share} closer than letting everybody go on at the same rate.} further {In orders, {name} was {share} further off than letting everybody go on at the same rate.} other {In orders, {name} was as close as letting everybody go on at the same rate.}}",
  "model.errors.against.cohort_average":
    "{compared, select, closer {It was {share} closer than the average of all customers.} further {It was {share} further off than the average of all customers.} other {It was as close as the average of all customers.}}",
  "model.errors.formula":
    "For each customer, the difference between the prediction and the actual figure in the hidden weeks, without its sign; then the mean over all customers. “The same rate” lets each customer go on as often as so far; “the average customer” expects the same of everybody. Of the models whose whole distribution (CRPS) is within 1% of the best, the one with the lowest error in orders is used, or a simpler one that is as good but for what chance explains, unless the average customer is nearer.",

  "model.calibration.title": "Predicted against actual",
  "model.calibration.basis":
    "Ten groups of customers, {measure, select, value {net sales} other {orders}} per customer in the hidden weeks",
  "model.calibration.group": "Group",
  "model.calibration.group.first": "1 (highest)",
  "model.calibration.customers": "Customers",
  "model.calibration.predicted": "Predicted",
  "model.calibration.actual": "Came",
  "model.calibration.predicted_orders": "Orders predicted",
  "model.calibration.actual_orders": "Orders that came",
  "model.calibration.legend": "A tenth of the customers",
  "model.calibration.diagonal": "Predicted = actual",
  "model.calibration.across": "Predicted per customer",
  "model.calibration.up": "Actual per customer",
  "model.calibration.stop": "Group {nth} of {count}",
  "model.calibration.summary":
    "On the dashed line a group did exactly as predicted; above it, it brought more. Furthest from it is group {nth}, which was expected to bring {predicted} {measure, select, value {} other {orders }}per customer and brought {actual}.",
  "model.calibration.formula":
    "Customers are put in order of what was predicted for them in the hidden weeks and cut into ten groups of equal size. Each point is a group: its mean prediction from left to right, its actual mean from bottom to top.",

  "model.lift.title": "Finding the best",
  "model.lift.basis": "Share of net sales from the customers ranked highest",
  "model.lift.basis_orders": "Share of orders from the customers ranked highest",
  "model.lift.share": "Customers",
  "model.lift.model": "Prediction",
  "model.lift.chance": "Chance",
  "model.lift.stop": "Best {share}",
  "model.lift.summary":
    "The best {share} of customers by prediction brought {captured} of {measure, select, value {net sales} other {orders}}.",
  "model.lift.formula":
    "Customers are put in order of what was predicted for them, highest first. The line is the share of the actual total of the hidden weeks from the first 5%, 10%, and so on. The more it bends away from the dashed line, the better the ranking.",

  "model.weekly.title": "Orders week by week",
  "model.weekly.basis": "Repeat orders of all customers in the hidden weeks",
  "model.weekly.week": "Week from",
  "model.weekly.actual": "Came",
  "model.weekly.predicted": "Predicted",
  "model.weekly.stop": "Week from {day}",
  "model.weekly.summary":
    "{actual} orders came in {weeks, plural, one {# week} other {# weeks}}; {predicted} were predicted.",
  "model.weekly.formula":
    "For each week, the expected orders of all customers who were known before the hidden weeks, added up, beside the orders that came from them. Several orders of a customer on one day are one.",

  "model.habits.title": "What it has learnt about your customers",
  "model.habits.baseline": "These are of the average customer who stands in for a model.",
  "model.habits.ordering": "Time between orders",
  "model.habits.ordering.basis":
    "At the average pace, while a customer. The busiest tenth order every {busiest} or more often; half of all customers less than once in {median}.",
  "model.habits.ordering.basis_average": "Everybody is expected to order at this one pace.",
  "model.habits.ordering.formula":
    "Each customer has a pace of their own. The model learns how paces are spread over all customers; the figure is the time between two orders at the mean pace. A few who order very often raise the mean pace.",
  "model.habits.leaving": "Leaving",
  "model.habits.leaving.never": "None seen",
  "model.habits.leaving.never.basis":
    "The orders say nothing of customers who leave for good: they pause and come back.",
  "model.habits.leaving.ignored": "Not counted",
  "model.habits.leaving.ignored.basis":
    "The average customer so far stands for those who left as well as for those who stayed.",
  "model.habits.leaving.any_order": "Leave for good after an order, on average, the first one included.",
  "model.habits.leaving.repeat_order":
    "Leave for good after a repeat order, on average. The first order does not count in this model.",
  "model.habits.leaving.lifetime": "Half of all customers have left for good after this time.",
  "model.habits.leaving.formula":
    "Nobody says goodbye to a shop. The model infers leaving from silences that are long for a customer’s own pace, and learns how the chance of it is spread over all customers.",
  "model.habits.value": "Value of an order day",
  "model.habits.value.basis":
    "Net sales, on average. For eight of ten customers their own average is between {low} and {high}.",
  "model.habits.value.unlearnt":
    "Net sales, on average. How much customers differ cannot be learnt from so few repeat orders; each customer’s own average counts the more, the more orders they have.",
  "model.habits.value.formula":
    "The mean net sales of a day with orders, over customers who came back. The model learns how the averages of customers are spread, and pulls a customer with few orders toward the mean of all.",
  "model.duration.days": "{n, plural, one {# day} other {# days}}",
  "model.duration.weeks": "{n, plural, one {# week} other {# weeks}}",
  "model.duration.months": "{n, plural, one {# month} other {# months}}",
  "model.duration.years": "{n, number} years",
  "model.duration.beyond": "10 years",
  "model.duration.beyond.value": "Over 10 years",

  "model.season.title": "Time of the year",
  "model.season.basis": "Orders of a month against an average month",
  "model.season.month": "Month",
  "model.season.factor": "Of an average month",
  "model.season.summary":
    "{high} is the strongest month with {highFactor} times the orders of an average month, {low} the weakest with {lowFactor} times. Predictions follow it, because that predicted the hidden weeks better than without.",
  "model.season.formula":
    "How many orders come in each month compared with an average month, once growth and the number of customers are taken out. A month with few orders is pulled toward 1.",
  "model.season.tried": "A yearly pattern was tried and did not predict clearly better, so none is used.",
  "model.season.untried":
    "No yearly pattern is used. It is tried as soon as the orders are enough to tell one, usually after two years.",

  "model.details.show": "For statisticians",
  "model.details.hide": "Hide the details for statisticians",
  "model.details.parameters.basis":
    "Maximum likelihood with a weak log-normal prior worth a few customers; time in weeks, money in minor units",
  "model.details.parameter": "Parameter",
  "model.details.estimate": "Estimate",
  "model.details.interval": "80% interval",
  "model.details.interval.bound": "On its bound",
  "model.details.log_likelihood": "Log-likelihood",
  "model.details.named": "{parameter} ({model})",
  "model.details.model.transactions": "transactions",
  "model.details.model.spend": "spend",
  "model.details.candidates.basis":
    "All candidates, fitted to the orders before the hidden weeks; every customer has the same weight",
  "model.details.candidates.value": "Net sales per customer, hidden weeks",
  "model.details.candidates.orders": "Orders per customer, hidden weeks",
  "model.details.candidate": "Candidate",
  "model.details.mae": "MAE",
  "model.details.rmse": "RMSE",
  "model.details.bias": "Bias",
  "model.details.auc": "AUC",
  "model.details.gini": "Gini",
  "model.details.top_decile": "Top 10%",
  "model.details.coverage": "80% held",
  "model.details.coverage_plain": "80% held, uncalibrated",
  "model.details.crps": "CRPS",
  "model.details.boundary": "{name} (boundary)",
  "model.details.pit.value": "Calibration of the value distribution",
  "model.details.pit.orders": "Calibration of the order distribution",
  "model.details.pit.basis": "Histogram of the probability integral transform; flat at 10% is calibrated",
  "model.details.pit.bin": "Quantile of the prediction",
  "model.details.pit.range": "{from} to {to}",
  "model.details.pit.share": "Customers",
} as const;
