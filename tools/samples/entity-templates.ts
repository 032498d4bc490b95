/**
 * Sentences with slots. PER, PER1 (given name), PER2 (family name), ORG, LOC, DATE are filled and marked; a slot's
 * words keep their meaning (`{ORG}'s`). Held-out sentences share no template with those for training.
 */
export const TRAINING_TEMPLATES: readonly string[] = lines(`
{PER} joined {ORG} in {DATE} .
{PER} moved from {LOC} to {LOC} last year .
The offices of {ORG} in {LOC} will close on {DATE} .
On {DATE} , {PER} was named head of research at {ORG} .
{ORG} said it would hire 200 people in {LOC} by {DATE} .
I met {PER} at the station in {LOC} .
The concert in {LOC} was cancelled because {PER} had lost her voice .
{ORG} and {ORG} announced a merger on {DATE} .
Our train from {LOC} arrived two hours late on {DATE} .
{PER} , who teaches chemistry in {LOC} , won the prize in {DATE} .
Please send the signed contract to {PER} at {ORG} before {DATE} .
Shares of {ORG} fell by nine percent on {DATE} .
{PER1} said that the weather in {LOC} was terrible .
The museum bought the painting from {PER} in {DATE} .
Has anyone heard from {PER} since {DATE} ?
{LOC} and {LOC} signed the fishing agreement on {DATE} .
A spokesman for {ORG} declined to comment .
{PER} of {ORG} spoke first , followed by {PER} .
The ferry between {LOC} and {LOC} does not run in {DATE} .
{ORG} opened its first shop outside {LOC} in {DATE} .
When {PER} left {ORG} , nobody took over the archive .
She studied law in {LOC} and now works for {ORG} .
The exhibition runs until {DATE} at the town hall in {LOC} .
My neighbour {PER1} grows tomatoes on the roof .
{PER} scored twice as {ORG} beat the visitors from {LOC} .
It rained in {LOC} every day in {DATE} .
{ORG} recalled 4,000 kettles after a fire in {LOC} .
The letter was written by {PER} on {DATE} and never posted .
Doctors at {ORG} treated 40 patients from {LOC} .
He had lived in {LOC} since {DATE} .
"We were lucky , " {PER} told reporters in {LOC} .
{PER2} refused to sign until {ORG} had paid the bill .
Flights to {LOC} resume on {DATE} , the airline said .
The bridge in {LOC} was designed by {PER} .
{ORG} pays its interns in {LOC} more than its clerks .
Thank you , {PER1} , for the lovely weekend in {LOC} .
In {DATE} {LOC} had fewer than 900 inhabitants .
{PER} is writing a book about {ORG} .
The strike at {ORG} ended on {DATE} after talks in {LOC} .
Members of {ORG} elected {PER} as their president .
The vineyard belongs to {PER} and her brother {PER1} .
{LOC} will host the games in {DATE} .
{ORG} bought the old factory from {ORG} for an undisclosed sum .
Tickets for {LOC} go on sale on {DATE} .
Both {PER} and {PER} grew up in {LOC} .
The lawyer of {PER2} called the report nonsense .
From {DATE} to {DATE} the library stays closed .
Police in {LOC} are looking for a man who calls himself {PER} .
{ORG} has promised to plant trees along the road to {LOC} .
An engineer from {LOC} , {PER} , found the leak .
The next meeting with {ORG} is on {DATE} in {LOC} .
{PER} sold {ORG} to his cousin in {DATE} .
You should ask {PER1} or {PER1} about the keys .
Snow fell on {LOC} for the first time since {DATE} .
The figures that {ORG} published on {DATE} were wrong .
{PER} flew to {LOC} to meet the board of {ORG} .
Nothing in {LOC} is as good as the bread of my aunt {PER1} .
{ORG} , founded in {DATE} , makes parts for trains .
The trial of {PER} begins in {LOC} on {DATE} .
Farmers near {LOC} blame {ORG} for the dry wells .
{PER} thanked the nurses of {ORG} .
By {DATE} , {ORG} had moved all its servers to {LOC} .
{PER2} 's old house in {LOC} is for sale again .
The choir of {LOC} sang on {DATE} .
He called {PER} from a phone box in {LOC} .
{ORG} named {PER} to lead its office in {LOC} .
A storm hit the coast of {LOC} on {DATE} .
{PER} trained with {ORG} before she moved abroad .
We spent {DATE} in {LOC} with {PER1} and the children .
The report by {ORG} was leaked to a paper in {LOC} .
{PER} lost the election in {LOC} by eleven votes .
Since {DATE} the market in {LOC} sells no more fish .
{ORG} and the city of {LOC} share the cost .
Did {PER} say when {ORG} would call back ?
The first stone was laid on {DATE} by {PER} .
{LOC} is too hot for {PER1} in {DATE} .
Investors asked {ORG} to replace {PER} .
{PER} wrote from {LOC} that the harvest was good .
Employees of {ORG} walked out on {DATE} .
The twins , {PER1} and {PER1} , were born in {LOC} on {DATE} .
{ORG} lost 30 million in {LOC} alone .
The road from {LOC} is blocked until {DATE} .
{PER} received a letter from {ORG} on {DATE} .
A team led by {PER} mapped the caves near {LOC} .
{ORG} will not renew its contract with {PER} .
The new mayor of {LOC} is {PER} .
{PER} has been missing since {DATE} , his family in {LOC} said .
{ORG} moved to {LOC} because rents were lower .
Her first job was at {ORG} , in the mail room .
The talks in {LOC} broke down when {ORG} left the table .
{PER} and {PER2} have not spoken since {DATE} .
All rooms in {LOC} are taken until {DATE} .
The scholarship of {ORG} went to {PER} , 19 , of {LOC} .
{PER1} lives above a bakery in {LOC} .
On {DATE} the court ruled against {ORG} .
{ORG} apologised to {PER} on {DATE} .
The film was shot in {LOC} in {DATE} .
Between {LOC} and {LOC} there are nine tunnels .
Nobody at {ORG} remembers {PER} .
{PER} bought the boat in {LOC} from a man named {PER2} .
The prize money came from {ORG} .
{PER} will retire from {ORG} in {DATE} .
The clocks in {LOC} stopped at noon on {DATE} .
Residents of {LOC} wrote to {ORG} in {DATE} .
{PER2} played the piano while {PER1} sang .
The archive in {LOC} holds letters from {PER} to {PER} .
{ORG} is looking for a translator in {LOC} .
It was {PER} who found the error on {DATE} .
The bus for {LOC} leaves without {PER1} .
{ORG} reported record profits in {DATE} .
`);

export const HELD_OUT_TEMPLATES: readonly string[] = lines(`
{PER} resigned from {ORG} on {DATE} without giving a reason .
The mayor of {LOC} opened the new hall together with {PER} .
In {DATE} , engineers of {ORG} tested the tunnel below {LOC} .
{ORG} rejected the offer of {ORG} as too low .
Her grandmother came to {LOC} from {LOC} in {DATE} .
"The numbers speak for themselves , " said {PER} , who runs {ORG} .
A court in {LOC} fined {ORG} on {DATE} .
{PER1} forgot her umbrella in {LOC} again .
The orchestra tours {LOC} and {LOC} until {DATE} .
{PER} beat {PER} in the final in {LOC} .
Workers at {ORG} returned to their desks on {DATE} .
The statue of {PER} was moved to {LOC} in {DATE} .
According to {ORG} , the outage began in {LOC} .
I would rather work with {PER} than with {PER} .
{ORG} hopes to sell its branch in {LOC} before {DATE} .
Heavy rain is expected in {LOC} on {DATE} .
{PER} , a former director of {ORG} , died on {DATE} .
The shop that {PER1} wanted to show us in {LOC} was closed .
Three students from {LOC} won grants from {ORG} .
The interview with {PER} was recorded in {LOC} on {DATE} .
{ORG} asked {PER} to return the documents by {DATE} .
Prices in {LOC} have doubled since {DATE} .
{PER} stayed in {LOC} with friends of {PER2} .
Its rival {ORG} will open a plant near {LOC} .
After ten years at {ORG} , {PER} went home to {LOC} .
The vote was postponed from {DATE} to {DATE} .
{PER2} denied that {ORG} had known of the danger .
Sailors from {LOC} rescued {PER} and her dog .
{ORG} will move into the tower in {LOC} in {DATE} .
The recipe comes from {PER} , the cook of {ORG} .
Trains to {LOC} were full on {DATE} .
A photograph of {PER} hangs in the lobby of {ORG} .
Could you remind {PER1} that the visitors from {LOC} arrive on {DATE} ?
The partnership between {ORG} and {ORG} lasted until {DATE} .
He was seen in {LOC} with {PER2} on {DATE} .
{PER} collects maps of {LOC} .
`);

function lines(text: string): readonly string[] {
  return text.trim().split('\n');
}
