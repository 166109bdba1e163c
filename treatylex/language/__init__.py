"""Language: what parsing, comparing and testing share about the language of a text, before anyone asks what it says.

| module | what it knows |
|---|---|
| `grammar` | the engine: compiles the grammars of `grammars/`, scans for their cues, parses what was scanned |
| `beginnings` | which of the patterns that are looked for a word can begin |
| `expressions` | many phrases as one pattern, and what `re` made of patterns, kept |
| `words` | which classes a word can be of, in any of its forms, and what a noun names |
| `numerals` | numbers in words, in roman and arabic figures |
| `languages` | in which language a passage is |
| `states` | the names of States |
| `currencies` | the codes of currencies before an amount |
| `running_text` | a paragraph freed of its layout, with the way back to the text as given |

Guarantee: nothing here knows of treaties.
"""
