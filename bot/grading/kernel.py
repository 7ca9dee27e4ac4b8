"""The matcher's inner loops: where an answer says a phrase best, for points and for false claims.

One module, which imports no numbers that anybody tunes but takes them as arguments: compiled code is kept on disk by
this file's date, and would not notice that another has changed. ``low``, ``high`` and ``last`` are words, by their
number in the answer.
"""

from __future__ import annotations

from bot.grading.compiled import Ints, Reals, compiled, falling, noughts, zeros
from bot.grading.tables import (
    HERE,
    HITS,
    NEW,
    SLOTS,
    Case,
    Chances,
    Doubts,
    Found,
    Heard,
    Hits,
    Manner,
    Phrases,
    Signs,
    Stretch,
    TruePhrases,
)

_LEAST_FORM = 0.05
_TINY = 1e-9
_EXACT = 0.95
_ROUNDING = 0.005
_NEVER = -1e9
_SENTENCE = 1000.0


@compiled
def collect(phrases: Phrases, heard: Heard, number: int, low: int, high: int, wrong: Ints, hits: Hits) -> int:
    """Put into ``hits`` where words ``low`` to ``high`` fill slots of phrase ``number``; count them.

    Words of a clause that is ``wrong`` fill nothing.
    """
    keys, spots, words, head = phrases.keys, heard.spots, heard.words, heard.head
    word, slot, said, turned = hits.word, hits.slot, hits.said, hits.turned
    count = 0
    for k in range(phrases.rows[number].keys, phrases.rows[number].end):
        key = keys[k]
        next_spot = head[key.stem]
        while next_spot >= 0:
            spot = spots[next_spot]
            next_spot = spot.following
            if spot.word > high:
                break
            if spot.word < low or wrong[words[spot.word].clause]:
                continue
            state, amount = words[spot.word].polarity, key.amount
            if key.opposed:
                says = False
                if (state or 1) != key.wanted:
                    amount = 0.0
            else:
                says = state == key.wanted or not state or not key.wanted
            at = count
            while at > 0 and (
                word[at - 1] > spot.word
                or (
                    word[at - 1] == spot.word
                    and (slot[at - 1] > key.slot or (slot[at - 1] == key.slot and said[at - 1] < amount))
                )
            ):
                at -= 1
            if at == HITS:
                continue
            for i in range(min(count, HITS - 1), at, -1):
                word[i], slot[i], said[i], turned[i] = word[i - 1], slot[i - 1], said[i - 1], turned[i - 1]
            word[at], slot[at] = spot.word, key.slot
            said[at] = amount if says else 0.0
            turned[at] = 0.0 if says else amount
            count = min(count + 1, HITS)
    return count


@compiled
def place(
    phrases: Phrases, heard: Heard, number: int, hits: Hits, count: int, manner: Manner, last: int, least: float
) -> Stretch:
    """The stretch that says phrase ``number`` best, of those that open no later than at word ``last``.

    Its size is 0 when no stretch holds more than ``least`` of the phrase, said and turned together, in its form. Else
    its hits alone are left in ``hits``.
    """
    word, slot, most, used, slots = hits.word, hits.slot, hits.most, hits.used, phrases.slots
    base, size = phrases.rows[number].slots, phrases.rows[number].size
    for s in range(size):
        used[s] = 0
    whole = 0.0
    for i in range(count - 1, -1, -1):
        if not used[slot[i]]:
            used[slot[i]] = 1
            whole += slots[base + slot[i]].share
        most[i] = whole
    best = Stretch(least, 0, 0)
    for first in range(count):
        if most[first] <= best.worth + _TINY or word[first] > last:
            break
        found = _stretch(phrases, heard, base, size, hits, first, count, manner)
        if found.worth > best.worth + _TINY:
            best = found
    _keep(hits, best, size)
    return best


@compiled
def _stretch(
    phrases: Phrases, heard: Heard, base: int, size: int, hits: Hits, first: int, count: int, manner: Manner
) -> Stretch:
    """The most that a stretch opening with hit ``first`` comes to as it grows."""
    word, slot, said, turned, used = hits.word, hits.slot, hits.said, hits.turned, hits.used
    slots, words = phrases.slots, heard.words
    for s in range(size):
        used[s] = -1
    opening = words[word[first]]
    end = word[first] + 3 * size + 5
    free = manner.strangers + opening.content - 1
    whole = best = broken = 0.0
    disorder = taken = kept = 0
    before = -1
    for i in range(first, count):
        at, s = word[i], slot[i]
        if at > end:
            break
        if used[s] >= 0:
            continue
        used[s] = at
        taken += 1
        whole += said[i] + turned[i]
        form = 1.0
        if s < before:
            disorder += 1
        before = s
        if slots[base + s].tied and used[s - 1] >= 0 and used[s - 1] != at - 1:
            broken = manner.broken
        here = words[at]
        form -= manner.stranger * max(0, here.content - free - taken)
        form -= manner.disorder * min(1.0, 2 * disorder / size)
        if here.clause != opening.clause:
            form -= manner.clause if here.sentence == opening.sentence else manner.sentence
        form = max(form - broken, _LEAST_FORM)
        if whole * form > best + _TINY:
            best, kept = whole * form, taken
    return Stretch(best, first, kept)


@compiled
def _keep(hits: Hits, stretch: Stretch, size: int) -> None:
    word, slot, said, turned, used = hits.word, hits.slot, hits.said, hits.turned, hits.used
    for s in range(size):
        used[s] = -1
    i, kept = stretch.first, 0
    while kept < stretch.size:
        s = slot[i]
        if used[s] < 0:
            used[s] = word[i]
            word[kept], slot[kept], said[kept], turned[kept] = word[i], s, said[i], turned[i]
            kept += 1
        i += 1


@compiled
def add_up(phrases: Phrases, heard: Heard, here: Reals, new: Reals, odds: Reals, turns: Ints) -> None:
    """By sentence and phrase, row by row, how much of a phrase the words of a sentence can fill at most.

    ``new`` has the part of it that the sentence before does not fill as well, ``odds`` what the words add to the
    log-odds of a false claim, ``turns`` whether one of them says the opposite.
    """
    entries, stems, words, width = phrases.entries, phrases.stems, heard.words, len(phrases.rows)
    for i in range(len(heard.spots)):
        spot = heard.spots[i]
        if spot.before == HERE:
            continue
        row = width * words[spot.word].sentence
        for e in range(stems[spot.stem], stems[spot.stem + 1]):
            entry = entries[e]
            at = row + entry.phrase
            here[at] += entry.fill
            odds[at] += entry.gain
            if spot.before == NEW:
                new[at] += entry.fill
            if entry.turns:
                turns[at] = 1


@compiled
def find_points(
    phrases: Phrases,
    heard: Heard,
    here: Reals,
    new: Reals,
    wrong: Ints,
    manner: Manner,
    worth_a_look: float,
    chances: Chances,
    hits: Hits,
    found: Found,
) -> None:
    """Find for each point the phrase that is said best: the share said, less the share turned, times its form.

    Phrases are looked at of which a sentence and the next can fill the share ``worth_a_look``.
    """
    rows, sentences, width = phrases.rows, heard.sentences, len(phrases.rows)
    denied = _denied(heard)
    count = 0
    for at in range(len(sentences)):
        for number in range(phrases.true):
            alone = both = here[at * width + number]
            if at + 1 < len(sentences):
                both += new[(at + 1) * width + number]
            if both >= worth_a_look and rows[number].owner < phrases.points:
                chances.most[count] = min(1.0, max(alone, (1.0 - manner.sentence) * both))
                chances.phrase[count], chances.sentence[count] = number, at
                count += 1
    for i in falling(chances.most, count):
        number, at = chances.phrase[i], chances.sentence[i]
        owner = rows[number].owner
        least = found.value[owner]
        if chances.most[i] <= least + _ROUNDING:
            continue
        until = sentences[min(at + 1, len(sentences) - 1)].last
        size = collect(phrases, heard, number, sentences[at].first, until, wrong, hits)
        stretch = place(phrases, heard, number, hits, size, manner, sentences[at].last, least)
        if stretch.size:
            worth = _worth(hits, stretch)
            if not rows[number].denies and denied[heard.words[hits.word[stretch.size - 1]].clause]:
                worth *= 1.0 - manner.denied
            if worth > least:
                found.value[owner] = worth
                _note(found, owner, number, hits, stretch.size)


@compiled
def _worth(hits: Hits, stretch: Stretch) -> float:
    """What a stretch says, less what it says the other way round, in its form."""
    said = turned = 0.0
    for hit in range(stretch.size):
        said += hits.said[hit]
        turned += hits.turned[hit]
    worth: float = stretch.worth * (said - turned) / (said + turned)
    return worth


@compiled
def _denied(heard: Heard) -> Ints:
    """By clause, whether it denies anything."""
    words = heard.words
    denied = zeros(words[len(words) - 1].clause + 1)
    for i in range(len(words)):
        if words[i].polarity < 0:
            denied[words[i].clause] = 1
    return denied


@compiled
def _note(found: Found, owner: int, number: int, hits: Hits, size: int) -> None:
    found.phrase[owner], found.size[owner] = number, size
    for i in range(size):
        found.words[owner * SLOTS + i] = hits.word[i]


@compiled
def find_claims(
    phrases: Phrases,
    heard: Heard,
    here: Reals,
    odds: Reals,
    turns: Ints,
    manner: Manner,
    doubts: Doubts,
    weights: Signs,
    chances: Chances,
    hits: Hits,
    other: Hits,
    found: Found,
) -> None:
    """Find for each point and misconception the stretch that is the likeliest false claim, by log-odds."""
    rows, sentences = phrases.rows, heard.sentences
    count = _suspect(phrases, heard, here, odds, turns, doubts, weights, chances)
    if not count:
        return
    true = _find_true(phrases, heard, here, doubts.half, chances, count)
    nothing, mine, own = zeros(len(heard.words) + 1), zeros(len(heard.head)), zeros(len(heard.words))
    worst = noughts(len(sentences))
    for at in range(len(sentences)):
        worst[at] = doubts.hopeless
    stamp = 0
    for i in falling(chances.most, count):
        number, at = chances.phrase[i], chances.sentence[i]
        owner = rows[number].owner
        least = max(found.value[owner], min(doubts.sure, worst[at]))
        if chances.most[i] <= least:
            continue
        made = _make(phrases, heard, number, at, nothing, manner, doubts, hits)
        if not made.size:
            continue
        value = doubts.start + _sum(_weigh(phrases, heard, number, hits, made), weights)
        if value <= least:
            continue
        stamp += 1
        distinct = _mark(heard, hits, made.size, mine, own, stamp)
        case = Case(number, at, distinct, stamp, value, least)
        value = _defend(phrases, heard, case, true, nothing, mine, own, manner, doubts, weights, other)
        if value > least:
            found.value[owner] = value
            worst[at] = max(worst[at], value)
            _note(found, owner, number, hits, made.size)


@compiled
def _suspect(
    phrases: Phrases,
    heard: Heard,
    here: Reals,
    odds: Reals,
    turns: Ints,
    doubts: Doubts,
    weights: Signs,
    chances: Chances,
) -> int:
    """Note which false claims the sentences may make, with the log-odds that they have at most; count them."""
    count = 0
    for at in range(len(heard.sentences)):
        sentence = heard.sentences[at]
        if sentence.quoted:
            continue
        for number in range(len(phrases.rows)):
            row, spot = phrases.rows[number], at * len(phrases.rows) + number
            if number < phrases.true:
                turned = sentence.denies or row.denies or turns[spot]
                if not turned or here[spot] < doubts.reversed or row.owner == phrases.truth:
                    continue
                promise = -_NEVER
            else:
                best = doubts.start + max(0.0, weights.headless) + max(0.0, weights.exact) + weights.missing * row.size
                promise = odds[spot] + best
                if promise <= doubts.hopeless or here[spot] < doubts.stated:
                    continue
            chances.most[count], chances.phrase[count], chances.sentence[count] = promise, number, at
            count += 1
    return count


@compiled
def _mark(heard: Heard, hits: Hits, size: int, mine: Ints, own: Ints, stamp: int) -> int:
    """Mark with ``stamp`` the words of the first ``size`` hits and all their stems; count these words."""
    distinct = 0
    for hit in range(size):
        word = hits.word[hit]
        if own[word] != stamp:
            distinct += 1
        own[word] = stamp
        for spot in range(heard.words[word].spot, heard.words[word].end):
            mine[heard.spots[spot].stem] = stamp
    return distinct


@compiled
def _defend(
    phrases: Phrases,
    heard: Heard,
    case: Case,
    true: TruePhrases,
    nothing: Ints,
    mine: Ints,
    own: Ints,
    manner: Manner,
    doubts: Doubts,
    weights: Signs,
    hits: Hits,
) -> float:
    """The log-odds of a claim, less what true phrases say for its words; of no use when not above ``case.least``."""
    rows, sentence = phrases.rows, heard.sentences[case.sentence]
    truth = inside = 0.0
    for i in range(true.first[case.sentence], true.first[case.sentence + 1]):
        number, share = true.phrase[true.order[i]], true.share[true.order[i]]
        if number == case.phrase:
            continue
        row = rows[number]
        shared = _shared(phrases, number, mine, case.stamp)
        if min(share * row.substance, doubts.heaviest * shared) <= truth and (shared < case.words or share <= inside):
            continue
        count = collect(phrases, heard, number, sentence.first, sentence.last, nothing, hits)
        stretch = place(phrases, heard, number, hits, count, manner, sentence.last, 0.0)
        turned, shared, before = 0.0, 0, -1
        for hit in range(stretch.size):
            turned += hits.turned[hit]
            if hits.word[hit] != before and own[hits.word[hit]] == case.stamp:
                shared += 1
            before = hits.word[hit]
        if not stretch.size or turned >= doubts.defends:
            continue
        truth = max(truth, stretch.worth * row.substance * shared / stretch.size)
        if shared == case.words:
            inside = max(inside, stretch.worth)
            if stretch.worth >= doubts.immune and row.substance >= doubts.larger * rows[case.phrase].substance:
                return _NEVER
        if case.value + weights.truth * truth + weights.inside * inside <= case.least:
            return _NEVER
    value: float = case.value + weights.truth * truth + weights.inside * inside
    return value


@compiled
def _find_true(phrases: Phrases, heard: Heard, here: Reals, half: float, chances: Chances, count: int) -> TruePhrases:
    """The true phrases that the sentences of ``chances`` can say to the share ``half``."""
    rows, sentences, width = phrases.rows, heard.sentences, len(phrases.rows)
    doubtful = zeros(len(sentences))
    for i in range(count):
        doubtful[chances.sentence[i]] = 1
    total = 0
    for at in range(len(sentences)):
        if doubtful[at]:
            for number in range(phrases.true):
                total += here[at * width + number] >= half
    first, true, share, value = zeros(len(sentences) + 1), zeros(total), noughts(total), noughts(total)
    size = 0
    for at in range(len(sentences)):
        first[at] = size
        if doubtful[at]:
            for number in range(phrases.true):
                if here[at * width + number] >= half:
                    true[size], share[size] = number, min(1.0, here[at * width + number])
                    value[size] = share[size] * rows[number].substance - _SENTENCE * at
                    size += 1
    first[len(sentences)] = size
    return TruePhrases(first, true, share, falling(value, size))


@compiled
def _shared(phrases: Phrases, number: int, mine: Ints, stamp: int) -> int:
    """How many stems that are marked with ``stamp`` fill slots of phrase ``number``."""
    keys = phrases.keys
    shared, before = 0, -1
    for k in range(phrases.rows[number].keys, phrases.rows[number].end):
        stem = keys[k].stem
        if stem != before and mine[stem] == stamp:
            shared += 1
        before = stem
    return shared


@compiled
def _make(
    phrases: Phrases, heard: Heard, number: int, at: int, nothing: Ints, manner: Manner, doubts: Doubts, hits: Hits
) -> Stretch:
    """The stretch of sentence ``at`` that makes a misconception, or that says a point the other way round."""
    sentence, row = heard.sentences[at], phrases.rows[number]
    false = number >= phrases.true
    count = collect(phrases, heard, number, sentence.first, sentence.last, nothing, hits)
    most = hits.most
    for s in range(row.size):
        hits.used[s] = 0
        most[s] = 0.0
    reach = turns = 0.0
    for i in range(count):
        amount = hits.said[i] if false else hits.said[i] + hits.turned[i]
        turns += hits.turned[i]
        s = hits.slot[i]
        if amount > most[s]:
            reach += amount - most[s]
            most[s] = amount
    if reach < (doubts.stated if false else doubts.reversed) - _TINY or not (false or turns > 0.0):
        return Stretch(0.0, 0, 0)
    stretch = place(phrases, heard, number, hits, count, manner, sentence.last, 0.0)
    said = turned = 0.0
    for i in range(stretch.size):
        if heard.words[hits.word[i]].withdrawn:
            return Stretch(0.0, 0, 0)
        said += hits.said[i]
        turned += hits.turned[i]
    if false:
        made = said >= doubts.stated and turned <= doubts.denied * said
    else:
        made = turned >= doubts.opposed and said + turned >= doubts.reversed
    return stretch if made and stretch.size > 1 else Stretch(0.0, 0, 0)


@compiled
def _weigh(phrases: Phrases, heard: Heard, number: int, hits: Hits, made: Stretch) -> Signs:
    """The signs of the claim that is in ``hits``, but for what true phrases say."""
    row, slots, words, used = phrases.rows[number], phrases.slots, heard.words, hits.used
    for s in range(row.size):
        used[s] = -1
    for i in range(made.size):
        used[hits.slot[i]] = hits.word[i]
    share = telling = 0.0
    disorder = code = broken = 0
    for i in range(made.size):
        at, s = hits.word[i], hits.slot[i]
        slot = slots[row.slots + s]
        share += hits.said[i] + hits.turned[i]
        if i > 0 and s < hits.slot[i - 1]:
            disorder += 1
        if slot.telling:
            telling += slot.share
        if words[at].joint and not slot.glued:
            code += 1
        if slot.tied and used[s - 1] >= 0 and used[s - 1] + 1 != at:
            broken = 1
    last = words[hits.word[made.size - 1]]
    rival = 0
    if last.subject >= 0 and not (row.subjects >> last.subject) & 1:
        rival = 1 if row.subjects or last.subject != phrases.home else 0
    return Signs(
        made.worth,
        1.0 if made.worth >= _EXACT else 0.0,
        share * row.substance,
        float(made.size),
        float(row.size - made.size),
        1.0 if used[0] < 0 else 0.0,
        disorder / row.size,
        1.0 if words[hits.word[0]].clause != last.clause else 0.0,
        float(broken),
        0.0,
        0.0,
        telling * row.substance,
        float(code),
        float(rival),
        1.0 if number < phrases.true else 0.0,
    )


@compiled
def _sum(signs: Signs, weights: Signs) -> float:
    total = 0.0
    for i in range(len(signs)):
        total += signs[i] * weights[i]
    return total


@compiled
def weigh_pairs(
    tokens: Ints,
    sentences: Ints,
    width: int,
    keys: Ints,
    values: Reals,
    window: int,
    words: Reals,
    known: Reals,
    pairs: Reals,
    paired: Reals,
) -> None:
    """Add up by sentence what its words say (``words``) and its pairs of words (``pairs``), and count both.

    ``keys`` are in rising order: a token, or ``(first + 1) * width + second``; a token below 0 says nothing.
    """
    for i in range(len(tokens)):
        first, at = tokens[i], sentences[i]
        if first < 0:
            continue
        found = _find(keys, first)
        if found >= 0:
            words[at] += values[found]
            known[at] += 1.0
        for j in range(i + 1, min(len(tokens), i + window)):
            if sentences[j] != at:
                break
            if tokens[j] >= 0 and tokens[j] != first:
                found = _find(keys, (first + 1) * width + tokens[j])
                if found >= 0:
                    pairs[at] += values[found]
                    paired[at] += 1.0


@compiled
def _find(keys: Ints, key: int) -> int:
    low, high = 0, len(keys)
    while low < high:
        middle = (low + high) // 2
        if keys[middle] < key:
            low = middle + 1
        else:
            high = middle
    return low if low < len(keys) and keys[low] == key else -1
