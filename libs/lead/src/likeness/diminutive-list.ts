/** Full names with what people call them by, Russian and English; more than one full name: the first one has it. */
export const DIMINUTIVE_LIST = `
александр саша саня шура alexander alex sasha sandy
александра alexandra
алексей леша леха алеша alexey aleksei
анастасия настя anastasia nastya
анатолий толя anatoly
андрей andrew andrey andy drew
анна аня анюта нюра anna ann anne annie hannah
антон антоша anthony anton tony
борис боря boris
вадим вадик vadim
валентин валя valentin
валерий валера valery
василий вася vasily basil
вера верочка vera
виктор витя victor vic
виктория вика victoria vicky tori
виталий виталик vitaly
владимир вова володя vladimir
владислав влад vladislav
галина галя galina
георгий гоша жора george
григорий гриша gregory greg
дарья даша daria darya dasha
денис dennis denis
дмитрий дима митя dmitry dmitri dmitriy dima
евгений женя eugene evgeny gene
екатерина катя катерина catherine katherine kate katie kathy ekaterina cathy
елена лена алена elena helen lena
елизавета лиза elizabeth liz lizzie beth betty eliza
иван ваня ivan john johnny jack
игорь igor
илья илюша ilya elijah
ирина ира irina
кирилл кирюша kirill cyril
константин костя constantine konstantin
ксения ксюша ksenia xenia
лариса лара larisa
лев лева leo
леонид леня leonid
любовь люба lyubov
людмила люда мила lyudmila ludmila
максим макс maxim max
маргарита рита margaret margarita maggie rita meg peggy
марина marina
мария маша маруся maria mary marie masha
михаил миша michael mike mikhail mick misha
надежда надя nadezhda nadia
наталья наталия наташа natalia natalie natasha nataly
никита nikita
николай коля nicholas nikolai nick nicolas
олег oleg
ольга оля olga olya
павел паша paul pavel
петр петя peter petr pete
роман рома roman
светлана света svetlana
семен сема simon semyon
сергей сережа серега sergey sergei serge
станислав стас stanislav stan
степан степа stephen steven steve stephan
татьяна таня tatiana tatyana tanya
тимофей тимоша timothy tim
федор федя theodore fyodor ted teddy theo
филипп филя philip phil
юлия юля julia yulia julie yuliya
юрий юра yuri yury
яков яша jacob jake yakov
ярослав слава yaroslav
william bill billy will willy liam
robert rob bob bobby robbie
richard dick rick ricky
james jim jimmy jamie
joseph joe joey
thomas tom tommy
charles charlie chuck
edward ed eddie ned
daniel dan danny
david dave davey
matthew matt
samuel sam
benjamin ben
christopher chris kit
jonathan jon
patricia pat patty
jennifer jen jenny
susan sue susie
rebecca becky becca
deborah deb debbie
barbara barb
dorothy dot dolly
frederick fred freddie
harold harry hal
henry hank
lawrence larry
leonard len lenny
oliver ollie
archibald archie
`;
