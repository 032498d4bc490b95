/**
 * Headlines with slots, by label. Both kinds speak of the same topics, people and places, with as many numbers,
 * questions and words like "you" and "this", so that no single word or mark gives the label away: what differs is
 * whether a headline tells its news or holds it back. Held-out headlines share no template with those for training.
 */
export interface HeadlineTemplates {
  readonly clickbait: readonly string[];
  readonly factual: readonly string[];
}

export const TRAINING_TEMPLATES: HeadlineTemplates = {
  clickbait: lines(`
{N} things {GROUP} in {LOC} never tell you about {TOPIC}
What happened to {TOPIC} in {LOC} will leave you speechless
This simple trick with {TOPIC} has {GROUP} furious
Why everyone in {LOC} is suddenly talking about {TOPIC}
{PER} looked at {TOPIC} and saw something nobody expected
The real reason {GROUP} avoid {TOPIC}
You have been doing {TOPIC} wrong your whole life
{N} pictures of {TOPIC} that will restore your faith in people
Only one in {N} readers can answer these questions about {TOPIC}
We asked {GROUP} about {TOPIC} and their answers are priceless
She gave up {TOPIC} for {N} days and could not believe the result
The secret about {TOPIC} that {LOC} hoped would stay hidden
{GROUP} are obsessed with this one detail about {TOPIC}
If you love {TOPIC} you need to see what {ORG} did
This is what {TOPIC} really say about your character
{N} reasons {TOPIC} in {LOC} will change your life this year
{PER} tried {TOPIC} and things got weird fast
Nobody believed {GROUP} from {LOC} until they saw these {TOPIC}
How one {AGE} year old from {LOC} outsmarted everyone with {TOPIC}
The {TOPIC} test that {GROUP} in {LOC} always fail
After {LOC} you will never look at {TOPIC} the same way again
These {N} facts about {TOPIC} from {LOC} sound invented but are true
Is this the most beautiful story about {TOPIC} ever told
What {GROUP} do with {TOPIC} when you are not looking
{LOC} has a strange love for {TOPIC} and we are here for it
Watch what happens when {GROUP} meet {TOPIC} in {LOC}
A stranger in {LOC} said {N} words about {TOPIC} that changed everything
Guess which city has {N} times more {TOPIC} than yours
The heartbreaking truth behind {TOPIC} in {LOC}
Your favourite {TOPIC} may be hiding this
{N} signs you were born to work with {TOPIC}
{PER} finally breaks the silence on {TOPIC} and wow
{ORG} hates this {AGE} year old rule for {TOPIC}
So this is why {GROUP} in {LOC} never pay for {TOPIC}
The internet cannot handle these {TOPIC} from {LOC}
Can you spot what is wrong with these {TOPIC}
{PER} spent {N} years on {TOPIC} and you will cry at the ending
{TOPIC} ranked from fine to absolutely legendary
Which {TOPIC} are you according to your birthday
{GROUP} in {LOC} share the {N} weirdest requests about {TOPIC}
A week with {TOPIC} in {LOC} taught me what really matters
There is a hidden message in {TOPIC} and here it is
What nobody at {ORG} tells {GROUP} before they turn {AGE}
This tiny change to {TOPIC} makes all the difference
Stop everything and look at these {TOPIC}
`),
  factual: lines(`
{LOC} council approves {N} million for {TOPIC}
{ORG} to cut {N} jobs in {LOC} this year
{GROUP} in {LOC} vote to end strike over {TOPIC}
Court in {LOC} fines {ORG} over {TOPIC}
{TOPIC} to cost {N} percent more from next month
{N} {GROUP} injured in bus crash on the motorway
Study of {N} {GROUP} links {TOPIC} to lower stress
{ORG} recalls {N} thousand units after complaints about {TOPIC}
{LOC} bans {TOPIC} from city centre after {AGE} years
{PER} named head of {ORG} after long search
Why {LOC} is short of {GROUP}: pay has not risen in {N} years
{GROUP} sue {ORG} over unpaid hours
{ORG} opens {N} new sites for {TOPIC} in {LOC}
Your bill for {TOPIC} will rise by {N} percent in {LOC}
Storm damages {TOPIC} along the coast near {LOC}
Minister delays plan for {TOPIC} until next year
{ORG} buys rival in deal worth {N} million
Demand for {TOPIC} falls for third year in {LOC}
{GROUP} reach pay deal with {ORG} after {N} days of talks
{PER} resigns from {ORG} over report on {TOPIC}
Fire closes market, {N} traders lose their stalls
What the new rules on {TOPIC} mean for {GROUP}: {N} hours less a month
{LOC} elects {PER}, {AGE}, as mayor
Researchers find traces of lead in {TOPIC}
{ORG} reports loss of {N} million as sales of {TOPIC} fall
{N} streets in {LOC} close this weekend for work on {TOPIC}
Parliament passes law on {TOPIC} by {N} votes
{GROUP} over {AGE} to get free {TOPIC} in {LOC}
This year {LOC} spends less on {TOPIC} than on roads
You can now report faults with {TOPIC} by phone
{PER} wins award for research on {TOPIC}
Shortage of {GROUP} closes {N} wards
{LOC} airport reopens after {N} hours
Are {TOPIC} getting dearer? Prices rose {N} percent
Union says {GROUP} lost {N} percent of real pay
{ORG} moves production of {TOPIC} to {LOC}
Police return {N} stolen bikes after a tip from a neighbour
{AGE} year old from {LOC} breaks swimming record
This winter {LOC} will heat {N} schools with waste heat
Survey finds {N} percent of {GROUP} work at weekends
{ORG} halts sale of {TOPIC} in {LOC} pending review
Everyone over {AGE} in {LOC} offered check on {TOPIC}
{GROUP} ask for longer breaks
Prices of {TOPIC} level off after {N} months
{PER} to leave {ORG} in the spring, board says
`),
};

export const HELD_OUT_TEMPLATES: HeadlineTemplates = {
  clickbait: lines(`
{N} mistakes with {TOPIC} you make without knowing it
{GROUP} reveal what they really think about {TOPIC}
When {PER} opened the door nobody could believe these {TOPIC}
This {AGE} year old has an answer to {TOPIC} that will surprise you
What your {TOPIC} say about you
The one thing {LOC} gets right about {TOPIC}
You will want to move to {LOC} after seeing these {TOPIC}
{N} stories about {TOPIC} that are too strange to be true
Here is why {GROUP} in {LOC} secretly love {TOPIC}
Nobody in {LOC} can explain these {TOPIC}
I lived like {GROUP} in {LOC} for {N} days and this is what happened
These {TOPIC} are so good that {GROUP} are losing their minds
How well do you really know {LOC} and its {TOPIC}
The untold story of {TOPIC} in {LOC} will give you chills
Think you understand {TOPIC}? Think again
`),
  factual: lines(`
{ORG} to build {N} homes near {LOC}
{LOC} raises fees for {TOPIC} by {N} percent
{GROUP} strike for a second week
{PER} cleared of fraud charges by court in {LOC}
Trial of {TOPIC} begins in {LOC} with {N} volunteers
{ORG} settles case over {TOPIC} for {N} million
Heavy rain floods {N} streets and a tunnel
Number of {GROUP} drops by {N} percent
{LOC} and {ORG} sign contract for {TOPIC}
New {TOPIC} planned for {LOC} after {AGE} years of debate
Inspectors find faults in {TOPIC} at {N} schools
You may need a permit for {TOPIC} in {LOC} from June
{GROUP} win appeal against {ORG}
This month {N} {GROUP} will retire in {LOC}
{PER}, {AGE}, to chair inquiry into {TOPIC}
`),
};

function lines(text: string): readonly string[] {
  return text.trim().split('\n');
}
