/** The rows of docs/catalogue.md that each rule restates: written by conformance's scripts/reasons.ts. */
export const CATALOGUE: Readonly<Record<string, string>> = {
  "1 + small keeps the digits of the small part":
    "D518 D519 D520 D527 D530 D532 E101 E102 E127 E132 E135 E136 E137 E138 E141 N419 N430 N431 N440 S221 S226",
  "1 − small keeps the digits of the small part": "N414",
  "a difference of one function at two places, stated by the difference of the places":
    "D514 D515 D516 D517 D518 D523 D524 D525 D534 E110 E131 E132 E133 E134 E143 N420 N421 N424 N431 N440 S215 S216 S232",
  "a difference over a sum of exponentials is a hyperbolic tangent": "S222",
  "a function over its argument, which is known at 0": "D545 E139 E142 N416 N417",
  "a norm, in which no square leaves the range": "D543 G615 G616 N401 N402 N403 N404 N407 N412 N413 N425 N426 N429 N432 N433",
  "a vector over its norm, as one op": "G615 N403 N412",
  "factors of one origin are one op, and so is their gradient": "D501 D504 D518 D523 D525 D545 D551 G616 S235 S236",
  "its logarithm is known, and near 1 its offset from 1": "D549 M312 M314 M319 M320 M329 N431 S210",
  "restated as an offset, so that nothing cancels after rounding":
    "D509 D510 D512 D513 D526 D529 D530 D531 D539 D540 D545 D546 D548 D549 E103 E107 E108 E128 E135 E137 E138 E139 E140 E141 E142 G601 G610 G612 G613 G614 G617 M303 M307 M309 M310 M314 N415 N416 N418 N419 N425 N430 S203 S206 S207 S208 S209 S210 S211 S212 S213 S214 S217 S219 S220 S221 S222 S223 S224 S225 S226 S231 S236 S237",
  "squares and products are of distances, which do not cancel": "D543 N406 N408 N409 N432",
  "terms that may cancel are not rounded before they do":
    "D502 D503 D505 D506 D511 D518 D522 D523 D525 D526 D527 D540 D546 D551 G602 G610 M314 N422 N429 N430 N432 S210 S211 S212",
  "the exponent is multiplied before the exponential is taken": "D507 E118 S201",
  "the exponents are added before the exponential is taken":
    "D504 D506 D515 D517 D539 E115 E116 E144 G609 G610 G611 G612 M301 M302 M312 M314 M319 M320 M323 M328 M329 M330 S201 S202 S203 S204 S205 S206 S207 S208 S209 S210 S211 S218 S222 S224",
  "the logarithm of 1 + its argument is known": "D508 E106 E108 S206",
  "the logarithm of its argument is known better than the argument":
    "D501 D504 D508 D509 D510 D511 D526 D531 D534 D538 D539 D540 D546 D547 D548 E104 E106 E107 E108 E109 E110 E111 E112 E113 E114 E128 E129 E130 E138 E142 E145 G601 G611 G612 G614 M302 M303 M304 M305 M306 M307 M308 M310 M311 M314 M315 M316 M317 M318 M319 M321 M324 M336 N429 S205 S206 S207 S210 S211 S212 S213 S214 S215 S217 S219 S225 S226 S228 S229 S231 S232 S233 S235",
  "the logarithms of 1 + x and 1 − x are known": "S227",
  "the logarithms of its factors are added, so that no product leaves the range": "D506 D518 D523 D524 D525 D526 E119 E120 E122 M331",
  "the root of a square is a magnitude": "N404",
  "the sum has a name": "S222 S228 S229",
  "two signs cancel": "D539 G612 S217",
  "what could overflow or underflow on the way is not rounded there":
    "D501 D502 D503 D504 D506 D507 D513 D518 D519 D520 D534 D535 D544 D546 D549 E113 E114 E117 E118 G602 G612 G615 M319 M328 M330 M331 N406 N408 N409 N412 N413 N422 N424 N427 N428 N430 N431 N437 S210 S217 S228 S229 S234",
  "x·log x is 0 where x is": "D523 E125 M318 M319 M336",
};
