/** The rows of docs/catalogue.md that each rule restates: written by conformance's scripts/reasons.ts. */
export const CATALOGUE: Readonly<Record<string, string>> = {
  "1 + small keeps the digits of the small part": "D518 D519 D520 D527 D530 D532 E101 E102 E127 E132 E135 E136 E137 E138 E141 N419 N431 N440 S226",
  "1 − small keeps the digits of the small part": "N414",
  "a cosine is known by its distances from 1 and −1": "N413",
  "a difference of one function at two places, stated by the difference of the places":
    "D511 D514 D515 D516 D517 D518 D523 D524 D525 D534 E110 E131 E132 E133 E134 E143 N420 N421 N424 N431 N440 S215 S216 S232",
  "a difference over a sum of exponentials is a hyperbolic tangent": "S222",
  "a function over its argument, which is known at 0": "D545 E139 E142 N416 N417",
  "a norm, in which no power leaves the range": "D543 G615 G616 N401 N402 N403 N404 N407 N412 N413 N425 N426 N429 N432 N433",
  "a root and what it is almost the root of, by their conjugate": "N422 N429 N430",
  "a share, in whose derivative nothing cancels": "N428",
  "a vector over its norm, as one op": "G615 N403 N408 N412 N413 N422 N437",
  "factors of one origin are one op, and so is their gradient": "D501 D504 D523 D551 G616 S217 S235 S236",
  "its logarithm is known, and near 1 its offset from 1": "D531 D546 E108 M311 M320 N430 N431",
  "near 1 a logarithm is of what is not rounded": "D532",
  "numbers are multiplied by one another before anything else is by them": "G612 N406 N409 S228 S229",
  "restated as an offset, so that nothing cancels after rounding":
    "D505 D509 D510 D512 D513 D526 D529 D530 D531 D539 D540 D545 D546 D548 D549 E103 E107 E108 E128 E135 E137 E138 E139 E140 E141 E142 G601 G610 G612 G613 G614 G617 M303 M307 M309 M310 M314 N415 N416 N418 N419 N425 N430 S203 S206 S207 S208 S209 S210 S211 S212 S213 S214 S217 S219 S220 S221 S222 S223 S224 S225 S226 S231 S236 S237",
  "squares and products are of distances or of pairs, which do not cancel": "D543 N406 N408 N409 N432",
  "sums of exponentials of one degree are of shares": "M328 M330",
  "terms of probabilities are not rounded before they are summed, nor in the gradient":
    "D504 D544 G611 M302 M303 M307 M308 M313 M316 M317 M318 M319 M320 M336",
  "terms that may cancel are not rounded before they do": "D502 D503 D505 D506 D516 D518 D522 D523 D525 D540 D546 D551 G602 N430 N432 S210 S212 S226",
  "the exponent is multiplied before the exponential is taken": "D507 E118",
  "the exponential of its argument has a name": "E144 M321",
  "the exponents are added before the exponential is taken":
    "D504 D506 D513 D515 D517 D539 E115 E116 E144 G609 G610 G611 G612 M301 M302 M312 M314 M319 M320 M323 M329 S201 S202 S203 S204 S205 S206 S207 S208 S209 S210 S211 S218 S222 S224",
  "the logarithm is an inverse hyperbolic function": "N429",
  "the logarithm of 1 + its argument is known": "D508 E106 E108 S206",
  "the logarithm of its argument is known better than the argument":
    "D501 D504 D508 D509 D510 D511 D526 D534 D535 D538 D539 D540 D544 D547 D548 D549 D550 E104 E106 E107 E109 E110 E111 E112 E113 E114 E121 E123 E128 E129 E130 E138 E142 E145 G601 G611 G612 G613 G614 M302 M303 M304 M305 M306 M307 M308 M310 M312 M313 M314 M315 M316 M317 M318 M319 M321 M324 M329 M331 M332 M333 M334 M336 S205 S206 S207 S210 S211 S212 S213 S214 S215 S217 S219 S221 S225 S226 S228 S229 S231 S232 S233 S235",
  "the logarithms of 1 + x and 1 − x are known": "S227",
  "the logarithms of its factors are added, so that no product leaves the range": "D506 D518 D523 D524 D525 E119 E120 E122",
  "the root of a square is a magnitude": "N404",
  "the sum has a name": "S222 S228 S229",
  "two signs cancel": "D539 G612 S217",
  "weights are collected, so that the derivative by them does not cancel": "D526 S211",
  "what all exponents of a row have in common changes no share": "M322",
  "what cancels leaves no roundings behind": "D540",
  "what could overflow or underflow on the way is not rounded there":
    "D501 D502 D503 D504 D506 D507 D518 D519 D520 D525 D526 D530 D534 D535 D544 D546 D549 E113 E114 E117 E118 E119 E124 G602 G612 G615 M328 M330 M331 N406 N409 N422 N424 N427 N430 N431 S210 S217 S234",
  "what is left beside several shares is the sum of the others": "M309 M310",
  "what is left of a common factor does not cancel": "G610",
  "x·log x is 0 where x is":
    "D522 D523 D527 D545 E111 E125 E126 E127 G611 M302 M303 M304 M305 M306 M307 M308 M310 M315 M316 M317 M318 M319 M320 M332 M333 M334 M336",
};
