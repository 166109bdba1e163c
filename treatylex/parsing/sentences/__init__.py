"""Sentences: from the cues of one sentence to the phrases that the clause grammar reads.

What one token of look-ahead cannot decide is decided here, as `lark.indenter.Indenter` does for blocks. Each question
has one decider:

| question | decided by |
|---|---|
| which words are cues, and where does a sentence end? | `splitting`; words that no grammar lists: `vocabulary` |
| what stands in brackets and quotation marks, or is set off by commas and needs nothing more? | `folding` |
| what does a cue mean that means one thing here and another there: "as long as", "where", "that"? | `senses` |
| what opens a subordinate clause, and has it met its own verb? does a subject follow its modal? | `frames` |
| which verbs make norms? | `verbs` |
| where does one norm end and the next begin? does a subject of its own stand before a verb? | `boundaries` |
| what stands before the verb: leading modifiers, the subject, what is inserted? | `fronts` |
| what kind of subject is a noun phrase? | `subjects` |
| who can act, and by whom is a passive done? | `parties` |
| to whom is something owed? | `recipients` |
| what role has an opener, and does it govern a clause, a noun or nothing? | `cues`: a row of `OPENERS` for each |
| does a cue open a modifier here, and of which role? | `roles`; the openers' words are rows of `clause.lark` |
| how far does a modifier reach? | `reaches`, which asks `clause_reaches`, `phrase_reaches` or `time_reaches` |
| does this comma, joint or colon end a modifier, of whatever kind? | `stops` |
| does this comma stand in a list of words, and is a list announced? | `enumerations` |
| what do two commas set in, and where does the sentence go on behind it? | `insertions` |
| where does the object begin that a modifier stands before? | `objects` |
| which modifiers stand in a stretch, and what is nested in them? | `modifiers` |
| what follows the verb: the verb phrase, the action and what trails it? | `predicates` |
| how does a chapeau break off, and what are its items? | `lists` |
| what classes of cues are there: what restricts, what a noun can be, what opens a clause? | `cues` |

Guarantees: the stage looks at the *types* of cues, and at what the word list says that their words can be, never at the
words themselves: which words are of a type or class is said in `grammars/`; the chunks of a norm are in the order in
which the grammar expects them; every chunk is a stretch of the sentence, none is invented.
"""
