"""Sentences: from the cues of one sentence to the phrases that the clause grammar reads.

What one token of look-ahead cannot decide is decided here, as `lark.indenter.Indenter` does for blocks: which verb is
the main one, where the subject begins, which comma ends the leading condition, how far a modifier reaches.

| module | decides |
|---|---|
| `cues` | nothing: the classes of cues, `Sentence` and `Chunk` |
| `folding` | what stands in brackets and quotation marks |
| `senses` | what a cue means that means one thing here and another there |
| `frames` | what opens a subordinate clause, and which verb is its own |
| `verbs` | which verbs are main verbs |
| `boundaries` | where one norm ends and the next begins |
| `fronts` | what stands before the verb: leading modifiers, the subject, what is inserted |
| `subjects` | what kind of subject a noun phrase is |
| `parties` | who can act, by whom a passive is done, to whom something is owed |
| `modifiers` | which phrases are modifiers, of which role, and what is nested in them |
| `reaches` | how far a modifier reaches |
| `predicates` | what follows the verb: the verb phrase and the action |
| `lists` | how a chapeau breaks off, and what its items are |

Guarantees: the stage looks at the *types* of cues only, and which words are of a type is said in `grammars/`; the
chunks of a norm are in the order in which the grammar expects them; every chunk is a stretch of the sentence, none is
invented.
"""
